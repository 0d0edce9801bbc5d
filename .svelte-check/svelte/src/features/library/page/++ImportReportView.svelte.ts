///<reference types="svelte" />
import type { ImportReport } from '#data/importing.ts';
import Button from '#page/components/Button.svelte';
import { count } from '#page/words/format.ts';
import { libraryWords } from '../words.en.ts';
import { saveBlob } from '#page/components/download.ts';
import RejectedRows from './RejectedRows.svelte';

type $$ComponentProps = { report: ImportReport; name: string };
function $$render() {
	let { report, name }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.importing;
	const lines = $derived([
		[text.report.rows, report.rows],
		[text.report.train, report.imported.train],
		[text.report.validation, report.imported.validation],
		[text.report.heldOut, report.imported.heldOut],
		[text.report.duplicates, report.duplicates],
		[text.report.overlap, report.overlap],
		[text.report.rejected, report.rejectedCount],
	] as const);
	const masked = $derived(Object.values(report.masked).some((number) => number > 0));
	const file = $derived(report.rejectedFile);
	async () => {
		{
			svelteHTML.createElement('p', { role: `status` });
			{
				svelteHTML.createElement('strong', {});
				text.done(name);
			}
		}
		{
			svelteHTML.createElement('dl', {});
			for (let [label, number] of __sveltets_2_ensureArray(lines)) {
				label;
				{
					svelteHTML.createElement('dt', {});
					label;
				}
				{
					svelteHTML.createElement('dd', {});
					count(number);
				}
			}
			if (masked) {
				{
					svelteHTML.createElement('dt', {});
					text.report.masked;
				}
				{
					svelteHTML.createElement('dd', {});
					text.masked(report.masked);
				}
			}
		}
		if (report.imported.train === 0) {
			{
				svelteHTML.createElement('p', {});
				text.tooShort;
			}
		}
		if (report.rejected.length > 0) {
			{
				svelteHTML.createElement('h4', { class: `section-title` });
				text.rejectedTitle;
			}
			{
				const $$_swoRdetcejeR0C = __sveltets_2_ensureComponent(RejectedRows);
				new $$_swoRdetcejeR0C({ target: __sveltets_2_any(), props: { rows: report.rejected } });
			}
		}
		if (file) {
			{
				svelteHTML.createElement('div', {});
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							onclick: () => saveBlob(text.rejectedName(name), file),
						},
					});
					text.saveRejected;
					Button;
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
const ImportReportView__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportReportView__SvelteComponent_ = ReturnType<
	typeof ImportReportView__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportReportView__SvelteComponent_;
