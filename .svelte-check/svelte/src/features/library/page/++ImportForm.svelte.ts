///<reference types="svelte" />
import type { ImportOptions } from '#data/importing.ts';
import Button from '#page/components/Button.svelte';
import Progress from '#page/components/Progress.svelte';
import { libraryWords } from '../words.en.ts';
import { bytesText } from '#page/words/amounts.ts';
import type { FileImport } from './FileImport.svelte.ts';
import ImportOptionsForm from './ImportOptionsForm.svelte';
import ImportReportView from './ImportReportView.svelte';
import ImportShape from './ImportShape.svelte';
import Problem from '#page/components/Problem.svelte';
interface Props {
	item: FileImport;
	onstart: () => void;
	ondrop: () => void;
}
function $$render() {
	let { item, onstart, ondrop }: Props = $props();
	const text = libraryWords.importing;
	const status = $derived(item.status);
	const editable = $derived(
		status.kind === 'ready' ||
			status.kind === 'cancelled' ||
			(status.kind === 'failed' && status.when === 'during'),
	);
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-label': item.file.name });
			{
				svelteHTML.createElement('div', {});
				{
					svelteHTML.createElement('h3', {});
					item.file.name;
					{
						svelteHTML.createElement('span', { class: `quiet` });
						bytesText(item.file.size);
					}
				}
				{
					svelteHTML.createElement('div', { 'aria-live': `polite` });
					if (status.kind === 'inspecting') {
						{
							const $$_ssergorP3C = __sveltets_2_ensureComponent(Progress);
							new $$_ssergorP3C({
								target: __sveltets_2_any(),
								props: { label: text.inspecting(item.file.name), fraction: null },
							});
						}
					} else if (status.kind === 'waiting') {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							text.waiting;
						}
					} else if (status.kind === 'cancelled') {
						{
							svelteHTML.createElement('p', {});
							text.cancelled;
						}
					}
				}
			}
			if (status.kind === 'failed') {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({
						target: __sveltets_2_any(),
						props: { what: text.failed(item.file.name), message: status.message },
					});
				}
			}
			if (status.kind === 'importing') {
				{
					const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP1C({
						target: __sveltets_2_any(),
						props: {
							label: status.label || text.reading(item.file.name),
							fraction: status.fraction,
						},
					});
				}
			} else if (status.kind === 'done') {
				{
					const $$_weiVtropeRtropmI1C = __sveltets_2_ensureComponent(ImportReportView);
					new $$_weiVtropeRtropmI1C({
						target: __sveltets_2_any(),
						props: { report: status.report, name: item.options.name },
					});
				}
			}
			if (editable) {
				{
					const $$_epahStropmI1C = __sveltets_2_ensureComponent(ImportShape);
					new $$_epahStropmI1C({ target: __sveltets_2_any(), props: { item } });
				}
				{
					const $$_mroFsnoitpOtropmI1C = __sveltets_2_ensureComponent(ImportOptionsForm);
					new $$_mroFsnoitpOtropmI1C({
						target: __sveltets_2_any(),
						props: {
							options: item.options,
							onchange: (change: Partial<ImportOptions>) => item.set(change),
						},
					});
				}
			}
			{
				svelteHTML.createElement('div', { class: `buttons` });
				if (editable) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `primary`,
								disabled: !item.canStart,
								onclick: onstart,
							},
						});
						text.start;
						Button;
					}
				} else if (status.kind === 'importing' || status.kind === 'waiting') {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => void item.cancel(),
							},
						});
						text.cancel;
						Button;
					}
				} else if (status.kind === 'failed') {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => void item.inspect(),
							},
						});
						text.retry;
						Button;
					}
				}
				if (status.kind !== 'importing') {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: ondrop,
							},
						});
						text.takeOff;
						Button;
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
const ImportForm__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportForm__SvelteComponent_ = ReturnType<
	typeof ImportForm__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportForm__SvelteComponent_;
