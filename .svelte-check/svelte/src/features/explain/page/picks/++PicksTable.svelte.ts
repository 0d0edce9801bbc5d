///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import { getWorkbench } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import {
	pickColumns,
	sortedPicks,
	type PickColumn,
	type PickedExample,
} from '#page/state/PickLog.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import { explainWords } from '../../words.en.ts';
import PickedRow from './PickedRow.svelte';

type $$ComponentProps = { run: RunState };
function $$render() {
	let { run }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = explainWords.picks;
	const workbench = getWorkbench();
	const perPage = 50;
	let sorted = $state<{ column: PickColumn; down: boolean }>({ column: 'times', down: true });
	let page = $state(0);
	let open = $state<string | null>(null);

	const all = $derived(sortedPicks(run.picks.all(), sorted));
	const classed = $derived(all.some((pick) => pick.class !== null));
	const columns = $derived(pickColumns.filter((column) => column !== 'class' || classed));
	const from = $derived(Math.min(page * perPage, Math.max(0, all.length - 1)));
	const shown = $derived(all.slice(from, from + perPage));
	const keyOf = ({ skill, row }: PickedExample) => `${skill} ${row}`;

	/** Sorts by a column; a second click reverses the order. */
	function sort(column: PickColumn) {
		const down = sorted.column === column ? !sorted.down : column === 'times' || column === 'noisy';
		sorted = { column, down };
		page = 0;
	}
	const orderOf = (column: PickColumn) =>
		sorted.column !== column ? 'none' : sorted.down ? 'descending' : 'ascending';
	async () => {
		{
			svelteHTML.createElement('div', { class: `frame` });
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					text.table;
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						for (let column of __sveltets_2_ensureArray(columns)) {
							column;
							{
								svelteHTML.createElement('th', { scope: `col`, 'aria-sort': orderOf(column) });
								column !== 'skill' && column !== 'noisy';
								{
									svelteHTML.createElement('button', {
										type: `button`,
										title: text.columnHelp[column],
										onclick: () => sort(column),
									});
									text.columns[column];
									sorted.column === column ? (sorted.down ? ' ↓' : ' ↑') : '';
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let pick of __sveltets_2_ensureArray(shown)) {
						keyOf(pick);
						const skill = workbench.skills[pick.skill];
						const key = keyOf(pick);
						{
							svelteHTML.createElement('tr', {});
							open === key;
							{
								svelteHTML.createElement('th', { scope: `row` });
								{
									svelteHTML.createElement('button', {
										type: `button`,
										'aria-expanded': open === key,
										'aria-label': text.open(skill.name, pick.row + 1),
										onclick: () => (open = open === key ? null : key),
									});
									{
										svelteHTML.createElement('span', { class: `fold`, 'aria-hidden': `true` });
										open === key ? '▾' : '▸';
									}
									{
										const $$_kraMllikS6C = __sveltets_2_ensureComponent(SkillMark);
										new $$_kraMllikS6C({
											target: __sveltets_2_any(),
											props: { style: skill.style },
										});
									}
									{
										const $$_emaNllikS6C = __sveltets_2_ensureComponent(SkillName);
										new $$_emaNllikS6C({ target: __sveltets_2_any(), props: { name: skill.name } });
									}
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								format.count(pick.row + 1);
							}
							if (classed) {
								{
									svelteHTML.createElement('td', { class: `number` });
									pick.class === null ? format.none : pick.class + 1;
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								pick.times;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								pick.first;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								pick.last;
							}
							{
								svelteHTML.createElement('td', {});
								pick.noisy;
								pick.noisy ? text.isWrong : text.right;
							}
						}
						if (open === key) {
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('td', { colspan: columns.length, class: `example` });
									{
										const $$_woRdekciP5C = __sveltets_2_ensureComponent(PickedRow);
										new $$_woRdekciP5C({
											target: __sveltets_2_any(),
											props: { skill, row: pick.row },
										});
									}
								}
							}
						}
					}
				}
			}
		}
		if (all.length > perPage) {
			{
				svelteHTML.createElement('div', { class: `pager` });
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							disabled: from === 0,
							onclick: () => (page = Math.floor(from / perPage) - 1),
						},
					});
					text.before;
					Button;
				}
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							disabled: from + perPage >= all.length,
							onclick: () => (page = Math.floor(from / perPage) + 1),
						},
					});
					text.after;
					Button;
				}
				{
					svelteHTML.createElement('span', { class: `quiet`, role: `status` });
					text.page(from + 1, from + shown.length, all.length);
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
const PicksTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PicksTable__SvelteComponent_ = ReturnType<
	typeof PicksTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PicksTable__SvelteComponent_;
