///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { SizeGrid, StudyReport } from '../../model/reportTypes.ts';
import { gridTable } from '../../model/tables.ts';
import { measureTitle } from '../../report.en.ts';
import { estimateText, shown } from './intervals.ts';
import Plot, { type Tables } from './Plot.svelte';

type $$ComponentProps = { report: StudyReport; show: Tables };
function $$render() {
	let { report, show }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const measure = $derived(report.measures[0]);
	const estimateIn = ({ cells }: SizeGrid, model: string, epochs: number) =>
		cells.find((cell) => cell.model === model && cell.epochs === epochs)?.figures[measure.id] ??
		null;
	const means = $derived(
		report.grids.flatMap(({ cells }) =>
			cells.flatMap(({ figures }) => figures[measure.id]?.mean ?? []),
		),
	);
	/** 0: the worst of all grids, 1: the best. */
	function goodness(mean: number): number {
		const [low, high] = [Math.min(...means), Math.max(...means)];
		if (high === low) return 0;
		const share = (mean - low) / (high - low);
		return measure.better === 'higher' ? share : 1 - share;
	}
	const shade = (mean: number) =>
		`color-mix(in srgb, var(--accent) ${Math.round(36 * goodness(mean))}%, var(--paper))`;
	async () => {
		if (measure) {
			{
				const $$_tolP0C = __sveltets_2_ensureComponent(Plot);
				const $$_tolP0 = new $$_tolP0C({
					target: __sveltets_2_any(),
					props: {
						title: `${text.grids}: ${measureTitle(measure)}, ${text.units[measure.unit]}`,
						about: text.gridsAbout,
						show,
						tables: report.grids.map((grid) => ({
							title: grid.policy,
							table: gridTable(grid, measure),
						})),
						plot: () => {
							async () /*Ωignore_positionΩ*/ => {
								{
									svelteHTML.createElement('div', { class: `grids` });
									for (let grid of __sveltets_2_ensureArray(report.grids)) {
										grid.policy;

										{
											svelteHTML.createElement('div', {
												class: `frame`,
												role: `region`,
												'aria-label': grid.policy,
												tabindex: 0,
											});
											{
												svelteHTML.createElement('table', {});
												{
													svelteHTML.createElement('caption', {});
													grid.policy;
												}
												{
													svelteHTML.createElement('thead', {});
													{
														svelteHTML.createElement('tr', {});
														{
															svelteHTML.createElement('th', { scope: `col` });
															text.model;
														}
														for (let epochs of __sveltets_2_ensureArray(grid.epochs)) {
															epochs;
															{
																svelteHTML.createElement('th', { scope: `col`, class: `number` });
																text.epochs(epochs);
															}
														}
													}
												}
												{
													svelteHTML.createElement('tbody', {});
													for (let model of __sveltets_2_ensureArray(grid.models)) {
														model;
														{
															svelteHTML.createElement('tr', {});
															{
																svelteHTML.createElement('th', { scope: `row` });
																model;
															}
															for (let epochs of __sveltets_2_ensureArray(grid.epochs)) {
																epochs;
																const estimate = estimateIn(grid, model, epochs);
																{
																	svelteHTML.createElement('td', {
																		class: `number`,
																		title: estimate
																			? estimateText(estimate, measure.unit)
																			: undefined,
																	});
																	__sveltets_2_ensureType(
																		String,
																		Number,
																		estimate ? shade(estimate.mean) : undefined,
																	);
																	if (estimate) {
																		shown(estimate.mean, measure.unit);
																		{
																			svelteHTML.createElement('span', { class: `n` });
																			estimate.n;
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
											}
										}
									}
								}
							};
							return __sveltets_2_any(0);
						},
					},
				});
				/*Ωignore_startΩ*/ const { plot } = $$_tolP0.$$prop_def; /*Ωignore_endΩ*/

				Plot;
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
const SizeEpochs__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SizeEpochs__SvelteComponent_ = ReturnType<
	typeof SizeEpochs__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SizeEpochs__SvelteComponent_;
