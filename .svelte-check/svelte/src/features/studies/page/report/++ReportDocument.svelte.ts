///<reference types="svelte" />
import type { StudyReport } from '../../model/reportTypes.ts';
import { reportWords } from '../../words.en.ts';
import StudyReportView from './StudyReportView.svelte';

type $$ComponentProps = { report: StudyReport };
function $$render() {
	let { report }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const { planned, finished, failed } = $derived(report.counts);
	async () => {
		{
			svelteHTML.createElement('main', {});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h1', {});
					report.title;
				}
				if (report.about) {
					{
						svelteHTML.createElement('p', {});
						report.about;
					}
				}
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.counts(finished, planned, failed);
				}
			}
			{
				const $$_weiVtropeRydutS1C = __sveltets_2_ensureComponent(StudyReportView);
				new $$_weiVtropeRydutS1C({ target: __sveltets_2_any(), props: { report, show: `folded` } });
			}
			{
				svelteHTML.createElement('footer', { class: `quiet` });
				text.madeBy;
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
const ReportDocument__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ReportDocument__SvelteComponent_ = ReturnType<
	typeof ReportDocument__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ReportDocument__SvelteComponent_;
