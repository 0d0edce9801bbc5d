///<reference types="svelte" />
import * as format from '#page/words/format.ts';
import type { CurvePanel, Figure, StackPanel } from './figure.ts';
import LinePath from './LinePath.svelte';
import { cumulativeSums, linePath, pointsPath, stairsPath } from './paths.ts';
import { stepScale, ticks, valueRange, valueScale, type Box } from './scales.ts';
import { cutText } from './text.ts';
interface Props {
	panel: CurvePanel | StackPanel;
	/** The plot without its axis labels. */
	box: Box;
	switches: Figure['switches'];
	/** Labels of the steps below the plot. */
	stepLabels?: boolean;
	/** Titles of series and switches: a file has no text around it that tells them. */
	titles?: boolean;
}
function $$render() {
	let { panel, box, switches, stepLabels = true, titles = false }: Props = $props();
	const labelSize = 10;
	const gap = 4;

	const steps = $derived(panel.data[0]);
	const columns = $derived(panel.data.slice(1) as (number | null)[][]);
	const extent = $derived.by(() => {
		let [min, max] = [Infinity, -Infinity];
		if (panel.kind === 'curves')
			for (const column of columns)
				for (const value of column)
					if (value !== null) {
						if (value < min) min = value;
						if (value > max) max = value;
					}
		return [min, max] as const;
	});
	const top = $derived(panel.kind === 'stack' ? 1 : panel.top);
	const range = $derived(valueRange(...extent, top));
	const x = $derived(stepScale(panel.steps, box));
	const y = $derived(valueScale(range, box));
	const foot = $derived(box.top + box.height);
	// A scale that follows values has no labels before the first value.
	const hasScale = $derived(top !== undefined || extent[1] > -Infinity);
	const areas = $derived(
		panel.kind === 'stack'
			? cumulativeSums(columns).map((sum, i) => ({
					...panel.areas[i],
					d: stairsPath(steps, sum, x, y),
				}))
			: [],
	);
	const space = (i: number, at: number) => x(switches[i + 1]?.step ?? panel.steps) - at - 2 * gap;
	async () => {
		{
			svelteHTML.createElement('svelte:options', { namespace: `svg` });
		}

		{
			svelteHTML.createElement('g', { 'font-size': labelSize, fill: `var(--ink-2)` });
			for (let value of __sveltets_2_ensureArray(ticks(y, 36))) {
				value;
				{
					svelteHTML.createElement('path', {
						d: `M${box.left} ${y(value)}H${box.left + box.width}`,
						stroke: `var(--rule)`,
					});
				}
				if (hasScale) {
					{
						svelteHTML.createElement('text', {
							x: box.left - gap,
							y: y(value) + 3.5,
							'text-anchor': `end`,
						});
						panel.unit(value);
					}
				}
			}
			if (stepLabels) {
				for (let step of __sveltets_2_ensureArray(ticks(x, 60, true))) {
					step;
					{
						svelteHTML.createElement('text', {
							x: x(step),
							y: foot + labelSize + gap,
							'text-anchor': `middle`,
						});
						format.count(step);
					}
				}
			}
		}
		if (panel.kind === 'curves') {
			for (let line of __sveltets_2_ensureArray(panel.lines)) {
				let i = 1;
				i;
				{
					svelteHTML.createElement('g', {});
					if (titles) {
						{
							svelteHTML.createElement('title', {});
							line.label;
						}
					}
					{
						const $$_htaPeniL1C = __sveltets_2_ensureComponent(LinePath);
						new $$_htaPeniL1C({
							target: __sveltets_2_any(),
							props: {
								line,
								d: linePath(steps, columns[i], x, y, line.cut),
								points: line.points ? pointsPath(steps, columns[i], x, y) : '',
							},
						});
					}
				}
			}
		} else {
			for (let { label, fill, d } of __sveltets_2_ensureArray(
				areas.filter(({ d }) => d !== '').toReversed(),
			)) {
				label;
				{
					svelteHTML.createElement('path', { d, fill, stroke: `var(--paper)` });
					if (titles) {
						{
							svelteHTML.createElement('title', {});
							label;
						}
					}
				}
			}
		}
		for (let { step, title, at: own } of __sveltets_2_ensureArray(switches)) {
			let i = 1;
			i;
			if (own) {
				{
					svelteHTML.createElement('path', {
						d: `M${x(step)} ${y(own.value) + 4}l4 -8h-8Z`,
						fill: own.color,
						stroke: `var(--paper)`,
					});
					if (titles) {
						{
							svelteHTML.createElement('title', {});
							title;
						}
					}
				}
			} else {
				const at = Math.round(x(step)) + 0.5;
				{
					svelteHTML.createElement('path', {
						d: `M${at} ${box.top}V${foot}`,
						stroke: `var(--ink)`,
						'stroke-dasharray': `1 3`,
					});
				}
				{
					svelteHTML.createElement('path', {
						d: `M${at} ${foot - 6}L${at + 3} ${foot}H${at - 3}Z`,
						fill: `var(--ink)`,
					});
				}
				if (titles && space(i, at) > 3 * labelSize) {
					{
						svelteHTML.createElement('text', {
							x: at + gap,
							y: box.top + labelSize,
							'font-size': labelSize,
							fill: `var(--ink)`,
							stroke: `var(--paper)`,
							'stroke-width': `3`,
							'paint-order': `stroke`,
						});
						cutText(title, labelSize, space(i, at));
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
const StepPlot__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StepPlot__SvelteComponent_ = ReturnType<typeof StepPlot__SvelteComponent_>;
/*Ωignore_endΩ*/ export default StepPlot__SvelteComponent_;
