///<reference types="svelte" />
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import type { Column } from '#page/charts/columns.ts';
import SkillName from '#page/components/SkillName.svelte';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../../words.en.ts';
interface Props {
	/** Steps, then one column per skill; further columns are not shown. */
	columns: readonly [number[], ...Column[]];
	skills: readonly WorkbenchSkill[];
	title: string;
	unit: (value: number) => string;
}
function $$render() {
	let { columns, skills, title, unit }: Props = $props();
	const rows = $derived.by(() => {
		const [steps, ...figures] = columns;
		const text = (at: number) =>
			skills.map((_, i) => {
				const value = figures[i][at];
				return value === null ? format.none : unit(value);
			});
		return steps
			.map((step, at) => ({ step, cells: text(at) }))
			.filter(({ cells }, at) => at === 0 || cells.join() !== text(at - 1).join());
	});
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `frame`,
				role: `region`,
				'aria-label': explainWords.curve.table(title),
				tabindex: 0,
			});
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					explainWords.curve.table(title);
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col`, class: `number` });
							words.common.step;
						}
						for (let skill of __sveltets_2_ensureArray(skills)) {
							skill.id;
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								{
									const $$_emaNllikS5C = __sveltets_2_ensureComponent(SkillName);
									new $$_emaNllikS5C({ target: __sveltets_2_any(), props: { name: skill.name } });
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(rows)) {
						row.step;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row`, class: `number` });
								row.step;
							}
							for (let skill of __sveltets_2_ensureArray(skills)) {
								let i = 1;
								skill.id;
								{
									svelteHTML.createElement('td', { class: `number` });
									row.cells[i];
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
const TraceTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type TraceTable__SvelteComponent_ = ReturnType<
	typeof TraceTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default TraceTable__SvelteComponent_;
