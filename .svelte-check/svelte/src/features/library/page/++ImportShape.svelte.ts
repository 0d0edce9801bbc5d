///<reference types="svelte" />
import { canonicalJson } from '#core/json.ts';
import Button from '#page/components/Button.svelte';
import { libraryWords } from '../words.en.ts';
import { columnMapping, type ColumnMapping } from './columns.ts';
import type { FileImport } from './FileImport.svelte.ts';
import ImportColumns from './ImportColumns.svelte';
import ImportPreview from './ImportPreview.svelte';
import Problem from '#page/components/Problem.svelte';
import RejectedRows from './RejectedRows.svelte';

type $$ComponentProps = { item: FileImport };
function $$render() {
	let { item }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.importing;
	const inspection = $derived(item.inspection);
	const recognised = $derived(item.recognised);
	/**
	 * Columns are chosen by hand: by choice, because no shape is known, or because a link says so.
	 */
	const columnsOpen = $derived(
		!recognised || canonicalJson(item.mapping) !== canonicalJson(recognised.mapping),
	);
	async () => {
		if (inspection) {
			{
				svelteHTML.createElement('p', { class: `shape` });
				{
					svelteHTML.createElement('span', {});
					text.formats[inspection.format] ?? inspection.format;
				}
				if (item.isAsLinked) {
					{
						svelteHTML.createElement('span', {});
						text.asLinked;
					}
				} else if (recognised && !columnsOpen) {
					{
						svelteHTML.createElement('span', {});
						text.recognised(recognised.title);
					}
					if (inspection.columns.length > 0) {
						{
							const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB1C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									onclick: () => void item.map(columnMapping(item.mapping)),
								},
							});
							text.mapMyself;
							Button;
						}
					}
				} else if (item.isUnreadable) {
					{
						svelteHTML.createElement('span', {});
						text.noRows;
					}
				} else if (recognised) {
					{
						svelteHTML.createElement('span', {});
						text.mapped;
					}
					{
						const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB1C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => void item.map(recognised.mapping),
							},
						});
						text.useShape(recognised.title);
						Button;
					}
				} else {
					{
						svelteHTML.createElement('span', {});
						text.notRecognised;
					}
				}
			}
			if (item.isUnreadable) {
				{
					const $$_melborP0C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP0C({ target: __sveltets_2_any(), props: { message: text.unreadable } });
				}
				{
					const $$_swoRdetcejeR0C = __sveltets_2_ensureComponent(RejectedRows);
					new $$_swoRdetcejeR0C({
						target: __sveltets_2_any(),
						props: { rows: inspection.rejected },
					});
				}
			} else if (columnsOpen) {
				{
					const $$_snmuloCtropmI0C = __sveltets_2_ensureComponent(ImportColumns);
					new $$_snmuloCtropmI0C({
						target: __sveltets_2_any(),
						props: {
							columns: inspection.columns,
							mapping: columnMapping(item.mapping ?? item.wanted),
							onchange: (mapping: ColumnMapping) => void item.map(mapping),
						},
					});
				}
			}
			if (item.mappingError) {
				{
					const $$_melborP0C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP0C({ target: __sveltets_2_any(), props: { message: item.mappingError } });
				}
			} else if (item.mapping) {
				{
					const $$_weiverPtropmI0C = __sveltets_2_ensureComponent(ImportPreview);
					new $$_weiverPtropmI0C({
						target: __sveltets_2_any(),
						props: { preview: inspection.preview, rejected: inspection.rejected },
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
const ImportShape__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportShape__SvelteComponent_ = ReturnType<
	typeof ImportShape__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportShape__SvelteComponent_;
