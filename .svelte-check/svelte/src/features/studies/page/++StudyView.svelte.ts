///<reference types="svelte" />
import { getView } from '#page/state/context.ts';
import { getStudies } from './context.ts';
import StudyCharts from './StudyCharts.svelte';
import Problem from '#page/components/Problem.svelte';
import { studyWords } from '../words.en.ts';
import type { OpenStudy } from '../calls/studyCalls.ts';
import CellGridView from './CellGridView.svelte';
import GroupChoice from './GroupChoice.svelte';
import StudyReportView from './report/StudyReportView.svelte';
import StudyActions from './StudyActions.svelte';
import StudyBar from './StudyBar.svelte';

type $$ComponentProps = { open: OpenStudy };
function $$render() {
	let { open }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords;
	const studies = getStudies();
	const view = getView();
	const study = $derived(open.record.study);
	let article = $state<HTMLElement>();
	/** The frontier is the only drawing of the report with the role of an image. */
	const frontier = () => article?.querySelector<SVGSVGElement>('.report svg[role="img"]') ?? null;
	async () => {
		{
			const $$_article0 = svelteHTML.createElement('article', { 'aria-labelledby': `study-title` });
			article = $$_article0;
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h2', { id: `study-title` });
					study.title;
				}
				{
					const $$_snoitcAydutS2C = __sveltets_2_ensureComponent(StudyActions);
					new $$_snoitcAydutS2C({ target: __sveltets_2_any(), props: { open } });
				}
			}
			if (study.about) {
				{
					svelteHTML.createElement('p', { class: `about` });
					study.about;
				}
			}
			{
				const $$_raBydutS1C = __sveltets_2_ensureComponent(StudyBar);
				new $$_raBydutS1C({ target: __sveltets_2_any(), props: { open } });
			}
			if (open.problem) {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({
						target: __sveltets_2_any(),
						props: { what: text.cannotStart, message: open.problem },
					});
				}
			}
			if (open.cells.length > 0) {
				{
					const $$_weiVdirGlleC1C = __sveltets_2_ensureComponent(CellGridView);
					new $$_weiVdirGlleC1C({ target: __sveltets_2_any(), props: { open } });
				}
			}
			if (studies.report) {
				if (studies.report.groups.length > 0) {
					{
						const $$_eciohCpuorG1C = __sveltets_2_ensureComponent(GroupChoice);
						new $$_eciohCpuorG1C({ target: __sveltets_2_any(), props: { open } });
					}
				}
				{
					const $$_strahCydutS1C = __sveltets_2_ensureComponent(StudyCharts);
					new $$_strahCydutS1C({
						target: __sveltets_2_any(),
						props: { study, report: studies.report, frontier },
					});
				}
				{
					const $$_weiVtropeRydutS1C = __sveltets_2_ensureComponent(StudyReportView);
					new $$_weiVtropeRydutS1C({
						target: __sveltets_2_any(),
						props: { report: studies.report, show: view.tables ? 'only' : 'none' },
					});
				}
			}
		}
	};
	return {
		props: {} as any as $$ComponentProps,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const StudyView__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudyView__SvelteComponent_ = ReturnType<
	typeof StudyView__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudyView__SvelteComponent_;
