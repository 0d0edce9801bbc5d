///<reference types="svelte" />
/** How a report shows its numbers. `folded` is for files. */
export type Tables = 'none' | 'only' | 'folded';
import type { Snippet } from 'svelte';
import type { Table } from '#core/table.ts';
import DataTable from '#page/components/DataTable.svelte';
import { reportWords } from '../../words.en.ts';
interface Props {
	title: string;
	/** How to read the drawing. */
	about: string;
	/** How to read the tables. */
	tableAbout?: string;
	show: Tables;
	tables: readonly { readonly title: string; readonly table: Table }[];
	plot: Snippet;
}
function $$render() {
	const allTables /*Ωignore_positionΩ*/ = () /*Ωignore_startΩ*/ : ReturnType<
		import('svelte').Snippet
	> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			if (tableAbout) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					tableAbout;
				}
			}
			for (let { title, table } of __sveltets_2_ensureArray(tables)) {
				title;
				if (tables.length > 1) {
					{
						svelteHTML.createElement('h4', {});
						title;
					}
				}
				{
					const $$_elbaTataD0C = __sveltets_2_ensureComponent(DataTable);
					new $$_elbaTataD0C({ target: __sveltets_2_any(), props: { title, table } });
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { title, about, tableAbout, show, tables, plot }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('section', {});
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				title;
			}
			if (show === 'only') {
				__sveltets_2_ensureSnippet(allTables());
			} else {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					about;
				}
				__sveltets_2_ensureSnippet(plot());
				if (show === 'folded') {
					{
						svelteHTML.createElement('details', {});
						{
							svelteHTML.createElement('summary', {});
							reportWords.asTable;
						}
						__sveltets_2_ensureSnippet(allTables());
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
const Plot__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Plot__SvelteComponent_ = ReturnType<typeof Plot__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Plot__SvelteComponent_;
