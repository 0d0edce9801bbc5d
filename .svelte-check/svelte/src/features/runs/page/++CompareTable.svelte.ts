///<reference types="svelte" />
import { words } from '#page/words/words.ts';
import * as format from '#page/words/format.ts';
import type { Column } from '#page/charts/columns.ts';
import { spreadRows } from './compareColumns.ts';
import type { Compared } from './RunsState.svelte.ts';
interface Props {
	compared: readonly Compared[];
	data: readonly [readonly number[], ...Column[]];
	metric: string;
	write: (value: number | null) => string;
}
function $$render() {
	let { compared, data, metric, write }: Props = $props();
	const rows = $derived(spreadRows(data[0].length));
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `framed`,
				role: `region`,
				tabindex: 0,
				'aria-label': metric,
			});
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					metric;
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col`, class: `number` });
							words.common.step;
						}
						for (let { record, title } of __sveltets_2_ensureArray(compared)) {
							record.id;
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number`, title });
								title;
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(rows)) {
						row;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row`, class: `number` });
								format.count(data[0][row]);
							}
							for (let { record } of __sveltets_2_ensureArray(compared)) {
								let i = 1;
								record.id;
								{
									svelteHTML.createElement('td', { class: `number` });
									write(data[i + 1]?.[row] ?? null);
								}
							}
						}
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
const CompareTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type CompareTable__SvelteComponent_ = ReturnType<
	typeof CompareTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default CompareTable__SvelteComponent_;
