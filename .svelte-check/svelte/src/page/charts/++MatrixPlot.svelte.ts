///<reference types="svelte" />
import type { MatrixPanel } from './figure.ts';
import type { Box } from './scales.ts';
import ShapePath from './ShapePath.svelte';
import { cutText } from './text.ts';

type $$ComponentProps = { panel: MatrixPanel; box: Box; edge: number };
function $$render() {
	let { panel, box, edge }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const [widest, headHeight, rowHeight] = [72, 20, 24];
	const width = $derived(Math.min(widest, box.width / Math.max(1, panel.columns.length)));
	async () => {
		{
			svelteHTML.createElement('svelte:options', { namespace: `svg` });
		}

		{
			svelteHTML.createElement('g', { 'font-size': `11`, fill: `var(--ink)` });
			for (let { label, mark } of __sveltets_2_ensureArray(panel.columns)) {
				let j = 1;
				j;
				const left = box.left + j * width;
				{
					svelteHTML.createElement('g', {});
					{
						svelteHTML.createElement('title', {});
						label;
					}
					{
						const $$_htaPepahS2C = __sveltets_2_ensureComponent(ShapePath);
						new $$_htaPepahS2C({
							target: __sveltets_2_any(),
							props: { mark, left: left + 2, middle: box.top + 8 },
						});
					}
					if (width >= 40) {
						{
							svelteHTML.createElement('text', { x: left + 15, y: box.top + 12 });
							cutText(label, 11, width - 18);
						}
					}
				}
			}
			for (let { label, mark } of __sveltets_2_ensureArray(panel.rows)) {
				let i = 1;
				i;
				const top = box.top + headHeight + i * rowHeight;
				{
					svelteHTML.createElement('g', {});
					{
						svelteHTML.createElement('title', {});
						label;
					}
					{
						const $$_htaPepahS2C = __sveltets_2_ensureComponent(ShapePath);
						new $$_htaPepahS2C({
							target: __sveltets_2_any(),
							props: { mark, left: edge, middle: top + rowHeight / 2 },
						});
					}
					{
						svelteHTML.createElement('text', { x: edge + 16, y: top + rowHeight / 2 + 4 });
						cutText(label, 11, box.left - edge - 24);
					}
					for (let _ of __sveltets_2_ensureArray(panel.columns)) {
						let j = 1;
						j;
						const value = panel.values[i]?.[j] ?? null;
						const text = { x: box.left + (j + 0.5) * width, y: top + rowHeight / 2 + 4 };
						if (value === null) {
							{
								svelteHTML.createElement('text', {
									...text,
									'text-anchor': `middle`,
									fill: `var(--rule)`,
								});
							}
						} else {
							const { color, opacity } = panel.fill(value);
							{
								svelteHTML.createElement('rect', {
									x: box.left + j * width,
									y: top,
									width,
									height: rowHeight,
									fill: color,
									'fill-opacity': opacity,
									stroke: `var(--paper)`,
								});
							}
							{
								svelteHTML.createElement('text', { ...text, 'text-anchor': `middle` });
								panel.text(value);
							}
						}
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
const MatrixPlot__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MatrixPlot__SvelteComponent_ = ReturnType<
	typeof MatrixPlot__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default MatrixPlot__SvelteComponent_;
