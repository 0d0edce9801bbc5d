///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { StudyReport } from '../../model/reportTypes.ts';
import { reportSentence } from '../../report.en.ts';
import Cost from '../plots/Cost.svelte';
import Differences from '../plots/Differences.svelte';
import Frontier from '../plots/Frontier.svelte';
import type { Tables } from '../plots/Plot.svelte';
import Scores from '../plots/Scores.svelte';
import SizeEpochs from '../plots/SizeEpochs.svelte';
import SkillScores from '../plots/SkillScores.svelte';
import Sentences from './Sentences.svelte';

type $$ComponentProps = { report: StudyReport; show?: Tables };
function $$render() {
	const list /*Ωignore_positionΩ*/ = (
		lines: readonly string[],
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			{
				svelteHTML.createElement('ul', {});
				for (let line of __sveltets_2_ensureArray(lines)) {
					let i = 1;
					i;
					{
						svelteHTML.createElement('li', {});
						line;
					}
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { report, show = 'none' }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const shownAtOnce = 6;
	const warnings = $derived.by(() => {
		const ofPairs = report.comparisons.flatMap((pair) => pair.warnings);
		return [...new Set([...report.warnings, ...ofPairs].map(reportSentence))];
	});
	const frontier = $derived(
		report.frontier && report.frontier.points.length > 1 ? report.frontier : null,
	);
	async () => {
		{
			svelteHTML.createElement('div', { class: `report` });
			if (report.groups.length === 0) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.none;
				}
			} else {
				if (report.comparisons.length > 0) {
					{
						const $$_secnetneS1C = __sveltets_2_ensureComponent(Sentences);
						new $$_secnetneS1C({ target: __sveltets_2_any(), props: { report } });
					}
				}
				if (warnings.length > 0) {
					{
						svelteHTML.createElement('section', { class: `mind`, 'aria-label': text.warnings });
						{
							svelteHTML.createElement('h3', { class: `section-title` });
							text.warnings;
						}
						__sveltets_2_ensureSnippet(list(warnings.slice(0, shownAtOnce)));
						if (warnings.length > shownAtOnce) {
							{
								svelteHTML.createElement('details', {});
								{
									svelteHTML.createElement('summary', {});
									text.more(warnings.length - shownAtOnce);
								}
								__sveltets_2_ensureSnippet(list(warnings.slice(shownAtOnce)));
							}
						}
					}
				}
				{
					const $$_serocS1C = __sveltets_2_ensureComponent(Scores);
					new $$_serocS1C({ target: __sveltets_2_any(), props: { report, show } });
				}
				if (report.comparisons.length > 0) {
					{
						const $$_secnereffiD1C = __sveltets_2_ensureComponent(Differences);
						new $$_secnereffiD1C({ target: __sveltets_2_any(), props: { report, show } });
					}
				}
				if (frontier) {
					{
						const $$_reitnorF1C = __sveltets_2_ensureComponent(Frontier);
						new $$_reitnorF1C({ target: __sveltets_2_any(), props: { report, frontier, show } });
					}
				}
				if (report.grids.length > 0) {
					{
						const $$_shcopEeziS1C = __sveltets_2_ensureComponent(SizeEpochs);
						new $$_shcopEeziS1C({ target: __sveltets_2_any(), props: { report, show } });
					}
				}
				{
					const $$_serocSllikS1C = __sveltets_2_ensureComponent(SkillScores);
					new $$_serocSllikS1C({ target: __sveltets_2_any(), props: { report, show } });
				}
				{
					const $$_tsoC1C = __sveltets_2_ensureComponent(Cost);
					new $$_tsoC1C({ target: __sveltets_2_any(), props: { report } });
				}
			}
			if (report.failures.length > 0) {
				{
					svelteHTML.createElement('section', {});
					{
						svelteHTML.createElement('h3', { class: `section-title` });
						text.failures;
					}
					__sveltets_2_ensureSnippet(
						list(
							report.failures.map(
								({ factors, message }) => `${Object.values(factors).join(', ')}: ${message}`,
							),
						),
					);
				}
			}
			if (report.groups.length > 0) {
				{
					svelteHTML.createElement('section', { class: `notes quiet` });
					{
						svelteHTML.createElement('h3', { class: `section-title` });
						text.notes;
					}
					__sveltets_2_ensureSnippet(list(report.notes.map(reportSentence)));
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
const StudyReportView__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StudyReportView__SvelteComponent_ = ReturnType<
	typeof StudyReportView__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StudyReportView__SvelteComponent_;
