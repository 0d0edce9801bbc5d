///<reference types="svelte" />
import { scaleLinear } from 'd3-scale';
import type { RowsPanel } from './figure.ts';
import { ticks, type Box } from './scales.ts';
import ShapePath from './ShapePath.svelte';
import { cutText } from './text.ts';

type $$ComponentProps = { panel: RowsPanel; box: Box; edge: number };
function $$render() {
	let { panel, box, edge }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const rowHeight = 22;
	const range = $derived(panel.range ?? [0, 1]);
	const x = $derived(scaleLinear(range, [box.left, box.left + box.width]).clamp(true));
	const foot = $derived(box.top + box.height);
	async () => {
		{
			svelteHTML.createElement('svelte:options', { namespace: `svg` });
		}

		for (let value of __sveltets_2_ensureArray(ticks(x, 60))) {
			value;
			{
				svelteHTML.createElement('path', {
					d: `M${x(value)} ${box.top}V${foot}`,
					stroke: value === 0 && range[0] < 0 ? 'var(--ink-2)' : 'var(--rule)',
				});
			}
			{
				svelteHTML.createElement('text', {
					x: x(value),
					y: foot + 14,
					'text-anchor': `middle`,
					'font-size': `10`,
					fill: `var(--ink-2)`,
				});
				panel.unit(value);
			}
		}
		for (let row of __sveltets_2_ensureArray(panel.rows)) {
			let i = 1;
			i;
			const { label, color, shape, before = null, after, low, high } = row;
			const middle = box.top + rowHeight * (i + 0.5);
			{
				svelteHTML.createElement('g', {});
				{
					svelteHTML.createElement('title', {});
					label;
				}
				if (shape !== undefined) {
					{
						const $$_htaPepahS1C = __sveltets_2_ensureComponent(ShapePath);
						new $$_htaPepahS1C({
							target: __sveltets_2_any(),
							props: { mark: { shape, color }, left: edge, middle },
						});
					}
				}
				{
					svelteHTML.createElement('text', {
						x: edge + 16,
						y: middle + 4,
						'font-size': `11`,
						fill: `var(--ink)`,
					});
					cutText(label, 11, box.left - edge - 24);
				}
				if (before !== null && after !== null) {
					{
						svelteHTML.createElement('path', {
							d: `M${x(before)} ${middle}H${x(after)}`,
							stroke: color,
							'stroke-width': `2`,
						});
					}
				}
				if (low !== null && high !== null) {
					{
						svelteHTML.createElement('path', {
							d: `M${x(low)} ${middle}H${x(high)}`,
							stroke: color,
							'stroke-width': `6`,
							'stroke-opacity': `0.35`,
						});
					}
				}
				if (before !== null) {
					{
						svelteHTML.createElement('circle', {
							cx: x(before),
							cy: middle,
							r: `3.5`,
							fill: `var(--paper)`,
							stroke: color,
						});
					}
				}
				if (after !== null) {
					{
						svelteHTML.createElement('circle', {
							cx: x(after),
							cy: middle,
							r: `4`,
							fill: row.hollow ? 'var(--paper)' : color,
							stroke: color,
						});
					}
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
const RowsPlot__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RowsPlot__SvelteComponent_ = ReturnType<typeof RowsPlot__SvelteComponent_>;
/*Ωignore_endΩ*/ export default RowsPlot__SvelteComponent_;
