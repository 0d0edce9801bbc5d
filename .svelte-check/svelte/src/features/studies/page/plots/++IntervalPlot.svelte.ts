///<reference types="svelte" />
import FigureTable from '#page/components/FigureTable.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import { reportWords } from '../../words.en.ts';
import Interval from './Interval.svelte';
import {
	estimateText,
	shown,
	tickText,
	type IntervalColumn,
	type IntervalRow,
} from './intervals.ts';
import { percentAlong, scaleOf } from './scale.ts';
interface Props {
	title: string;
	rows: readonly IntervalRow[];
	columns: readonly IntervalColumn[];
	/** Writes a number; differences have signs. */
	write?: typeof shown;
	/** Every axis includes 0. */
	zero?: boolean;
	/** Narrow columns, because there are many. */
	narrow?: boolean;
}
function $$render() {
	let { title, rows, columns, write = shown, zero = false, narrow = false }: Props = $props();
	const text = reportWords;
	const axes = $derived(
		columns.map(({ cells }) => {
			const values = cells.flatMap((cell) => {
				if (!cell) return [];
				const { estimate, base, points = [] } = cell;
				return [estimate.mean, estimate.low, estimate.high, base, ...points];
			});
			return scaleOf(zero ? [0, ...values] : values);
		}),
	);
	/** The ends of the axis, and 0 if there is room for it. */
	function labelledTicks(i: number): readonly number[] {
		const { low, high } = axes[i];
		const position = -low / (high - low);
		return !narrow && position > 0.25 && position < 0.75 ? [low, 0, high] : [low, high];
	}
	async () => {
		{
			svelteHTML.createElement('div', {});
			narrow;
			{
				const $$_elbaTerugiF1C = __sveltets_2_ensureComponent(FigureTable);
				new $$_elbaTerugiF1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title,
						wide: true,
					},
				});
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col` });
							{
								svelteHTML.createElement('span', { class: `visually-hidden` });
								text.group;
							}
						}
						{
							svelteHTML.createElement('th', { scope: `col`, class: `number` });
							text.n;
						}
						for (let column of __sveltets_2_ensureArray(columns)) {
							let i = 1;
							column.id;
							{
								svelteHTML.createElement('th', { scope: `col`, class: `measure` });
								{
									svelteHTML.createElement('span', { class: `title` });
									if (column.style) {
										{
											const $$_kraMllikS6C = __sveltets_2_ensureComponent(SkillMark);
											new $$_kraMllikS6C({
												target: __sveltets_2_any(),
												props: { style: column.style },
											});
										}
									}
									column.title;
								}
								{
									svelteHTML.createElement('span', { class: `quiet note` });
									column.note;
								}
								{
									svelteHTML.createElement('span', { class: `axis`, 'aria-hidden': `true` });
									for (let tick of __sveltets_2_ensureArray(labelledTicks(i))) {
										tick;
										{
											svelteHTML.createElement('span', {});
											__sveltets_2_ensureType(String, Number, `${percentAlong(tick, axes[i])} `);
											tickText(tick, column.unit);
										}
									}
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(rows)) {
						let r = 1;
						r;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								{
									svelteHTML.createElement('span', { class: `name` });
									row.label;
								}
							}
							{
								svelteHTML.createElement('td', { class: `number quiet` });
								row.n;
							}
							for (let { id, unit, style, cells } of __sveltets_2_ensureArray(columns)) {
								let i = 1;
								id;
								const cell = cells[r];
								{
									svelteHTML.createElement('td', { class: `measure` });
									if (cell) {
										const { estimate, note, hollow } = cell;
										const inWords = [estimateText(estimate, unit, write), note]
											.filter(Boolean)
											.join('; ');
										{
											svelteHTML.createElement('div', { class: `pair`, title: inWords });
											{
												const $$_lavretnI6C = __sveltets_2_ensureComponent(Interval);
												new $$_lavretnI6C({
													target: __sveltets_2_any(),
													props: {
														...cell,
														scale: axes[i],
														color: cell.color ?? style?.color ?? 'var(--ink)',
													},
												});
											}
											{
												svelteHTML.createElement('span', {
													'aria-hidden': `true`,
													class: ['value', hollow && 'quiet'],
												});
												write(estimate.mean, unit);
											}
										}
										{
											svelteHTML.createElement('span', { class: `visually-hidden` });
											inWords;
										}
									} else {
										{
											svelteHTML.createElement('span', { class: `quiet` });
										}
									}
								}
							}
						}
					}
				}
				FigureTable;
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
const IntervalPlot__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type IntervalPlot__SvelteComponent_ = ReturnType<
	typeof IntervalPlot__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default IntervalPlot__SvelteComponent_;
