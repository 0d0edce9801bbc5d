///<reference types="svelte" />
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { explainWords } from '../../words.en.ts';
import SaveChart from '#page/charts/SaveChart.svelte';
import { heatColor, heatScale, matrixFigure } from './heat.ts';
interface Props {
	title: string;
	/** rows[i][j] over all skills of the experiment. */
	rows: readonly (readonly (number | null)[])[];
	/** The shown rows. */
	skills: readonly WorkbenchSkill[];
	/** The shown columns, if they differ from the rows. */
	columns?: readonly WorkbenchSkill[];
	/** Extra text for a cell's title. */
	note?: (row: number, column: number) => string;
}
function $$render() {
	let { title, rows, skills, columns = skills, note }: Props = $props();
	const view = getView();
	const cell = (row: WorkbenchSkill, column: WorkbenchSkill) =>
		rows[row.index]?.[column.index] ?? null;
	const scale = $derived(
		heatScale(skills.map((row) => columns.map((column) => cell(row, column)))),
	);
	const titleOf = (row: WorkbenchSkill, column: WorkbenchSkill, value: number) =>
		[
			explainWords.matrix.entry(row.name, column.name, format.figure(value)),
			note?.(row.index, column.index),
		]
			.filter(Boolean)
			.join('; ');
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `frame`,
				role: `region`,
				'aria-label': title,
				tabindex: 0,
			});
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					title;
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('td', {});
						}
						for (let column of __sveltets_2_ensureArray(columns)) {
							column.id;
							{
								svelteHTML.createElement('th', { scope: `col`, title: column.name });
								{
									const $$_kraMllikS5C = __sveltets_2_ensureComponent(SkillMark);
									new $$_kraMllikS5C({
										target: __sveltets_2_any(),
										props: { style: column.style },
									});
								}
								{
									svelteHTML.createElement('span', { class: `visually-hidden` });
									column.name;
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(skills)) {
						row.id;
						{
							svelteHTML.createElement('tr', {});
							view.focus === row.index;
							{
								svelteHTML.createElement('th', { scope: `row` });
								{
									const $$_kraMllikS5C = __sveltets_2_ensureComponent(SkillMark);
									new $$_kraMllikS5C({ target: __sveltets_2_any(), props: { style: row.style } });
								}
								{
									const $$_emaNllikS5C = __sveltets_2_ensureComponent(SkillName);
									new $$_emaNllikS5C({ target: __sveltets_2_any(), props: { name: row.name } });
								}
							}
							for (let column of __sveltets_2_ensureArray(columns)) {
								column.id;
								const value = cell(row, column);
								{
									svelteHTML.createElement('td', {
										class: `cell`,
										title: value === null ? undefined : titleOf(row, column, value),
									});
									value === null;
									__sveltets_2_ensureType(String, Number, heatColor(value, scale));
									format.tight(value);
								}
							}
						}
					}
				}
			}
		}
		if (scale.top > 0) {
			{
				svelteHTML.createElement('div', { class: `foot` });
				{
					svelteHTML.createElement('p', {
						class: `scale quiet`,
						role: `img`,
						'aria-label': explainWords.matrix.scale(
							format.figure(scale.bottom),
							format.figure(scale.top),
						),
					});
					{
						svelteHTML.createElement('span', { 'aria-hidden': `true` });
						format.figure(scale.bottom);
					}
					{
						svelteHTML.createElement('span', { class: `ramp`, 'aria-hidden': `true` });
						scale.bottom === 0;
					}
					{
						svelteHTML.createElement('span', { 'aria-hidden': `true` });
						format.figure(scale.top);
					}
				}
				{
					const $$_trahCevaS1C = __sveltets_2_ensureComponent(SaveChart);
					new $$_trahCevaS1C({
						target: __sveltets_2_any(),
						props: { title, picture: () => matrixFigure({ title, rows, skills, columns }) },
					});
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
const HeatTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type HeatTable__SvelteComponent_ = ReturnType<
	typeof HeatTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default HeatTable__SvelteComponent_;
