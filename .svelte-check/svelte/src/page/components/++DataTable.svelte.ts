///<reference types="svelte" />
import { styled, type Column, type Table } from '#core/table.ts';
import Explain from './Explain.svelte';
import FigureTable from './FigureTable.svelte';
interface Heading {
	readonly title: string;
	/** Opens at the `?` behind the title. */
	readonly help?: string;
	/** A tooltip. */
	readonly hint?: string;
}
interface Props {
	title: string;
	table: Table;
	/** Fills the width of its container. */
	wide?: boolean;
	/** Notes stand below the text, not behind it. */
	stacked?: boolean;
	/** The heading in the visitor's language, with its explanation. */
	heading?: (column: Column) => Heading;
	/** The tooltip of a cell that is not applicable. */
	absent?: string;
}
function $$render() {
	let {
		title,
		table,
		wide = false,
		stacked = false,
		heading = (column) => column,
		absent,
	}: Props = $props();
	async () => {
		{
			const $$_elbaTerugiF0C = __sveltets_2_ensureComponent(FigureTable);
			new $$_elbaTerugiF0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					title,
					wide,
				},
			});
			{
				svelteHTML.createElement('thead', {});
				{
					svelteHTML.createElement('tr', {});
					for (let column of __sveltets_2_ensureArray(table.columns)) {
						column.id;
						const { title: name, help, hint } = heading(column);
						{
							svelteHTML.createElement('th', { scope: `col`, class: column.kind, title: hint });
							name;
							if (help) {
								{
									const $$_nialpxE4C = __sveltets_2_ensureComponent(Explain);
									new $$_nialpxE4C({
										target: __sveltets_2_any(),
										props: { term: name, text: help },
									});
								}
							}
						}
					}
				}
			}
			{
				svelteHTML.createElement('tbody', {});
				for (let row of __sveltets_2_ensureArray(table.rows)) {
					let r = 1;
					r;
					{
						svelteHTML.createElement('tr', {});
						for (let cell of __sveltets_2_ensureArray(row)) {
							let c = 1;
							c;
							const { text, note, strong, title: hint } = styled(cell);
							if (c === 0) {
								{
									svelteHTML.createElement('th', { scope: `row` });
									{
										svelteHTML.createElement('span', { class: `name` });
										text;
									}
								}
							} else if (cell === null) {
								{
									svelteHTML.createElement('td', { class: table.columns[c].kind });
									{
										svelteHTML.createElement('span', { title: absent });
									}
								}
							} else {
								{
									svelteHTML.createElement('td', { class: table.columns[c].kind, title: hint });
									{
										svelteHTML.createElement('span', {});
										strong;
										text;
									}
									if (note) {
										{
											svelteHTML.createElement('span', { class: ['note quiet', { stacked }] });
											note;
										}
									}
								}
							}
						}
					}
				}
			}
			FigureTable;
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
const DataTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type DataTable__SvelteComponent_ = ReturnType<
	typeof DataTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default DataTable__SvelteComponent_;
