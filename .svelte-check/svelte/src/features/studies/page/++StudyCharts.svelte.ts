///<reference types="svelte" />
import { fileStem } from '#core/fileName.ts';
import type { Study, StudyReport } from '../study.ts';
import { getLab, getView } from '#page/state/context.ts';
import { differencesFigure, scoresFigure } from './studyFigures.ts';
import { reportWords, studyFileWords } from '../words.en.ts';
import { linkTo } from '#page/charts/linkTo.ts';
import SaveChart from '#page/charts/SaveChart.svelte';
interface Props {
	study: Study;
	report: StudyReport;
	/** The drawing of domain against general on the page, where there is one. */
	frontier: () => SVGSVGElement | null;
}
function $$render() {
	let { study, report, frontier }: Props = $props();
	const lab = getLab();
	const view = getView();
	const text = reportWords;
	const finished = $derived(report.groups.reduce((sum, { n }) => sum + n, 0));
	const origin = async () => ({
		stem: fileStem('skillet', study.title),
		about: studyFileWords.about(study.title, finished),
		links: [{ link: await linkTo(lab.client, study.experiment) }],
	});
	function drawnFrontier() {
		const element = frontier();
		if (!element) throw new Error(studyFileWords.notDrawn);
		return { name: text.frontier, title: text.frontier, element };
	}
	async () => {
		if (finished > 0) {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				studyFileWords.title;
				{
					const $$_trahCevaS1C = __sveltets_2_ensureComponent(SaveChart);
					new $$_trahCevaS1C({
						target: __sveltets_2_any(),
						props: {
							title: text.scores,
							label: text.scores,
							picture: () => scoresFigure(report),
							origin,
						},
					});
				}
				if (report.comparisons.length > 0) {
					{
						const $$_trahCevaS1C = __sveltets_2_ensureComponent(SaveChart);
						new $$_trahCevaS1C({
							target: __sveltets_2_any(),
							props: {
								title: text.differences,
								label: text.differences,
								picture: () => differencesFigure(report),
								origin,
							},
						});
					}
				}
				if (report.frontier && report.frontier.points.length > 1 && !view.tables) {
					{
						const $$_trahCevaS1C = __sveltets_2_ensureComponent(SaveChart);
						new $$_trahCevaS1C({
							target: __sveltets_2_any(),
							props: {
								title: text.frontier,
								label: text.frontier,
								picture: drawnFrontier,
								drawn: true,
								origin,
							},
						});
					}
				}
			}
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const StudyCharts__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudyCharts__SvelteComponent_ = ReturnType<
	typeof StudyCharts__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudyCharts__SvelteComponent_;
