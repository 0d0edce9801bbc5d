///<reference types="svelte" />
import type { Figure, Panel } from './figure.ts';
import MatrixPlot from './MatrixPlot.svelte';
import RowsPlot from './RowsPlot.svelte';
import type { Box } from './scales.ts';
import ShapePath from './ShapePath.svelte';
import StepPlot from './StepPlot.svelte';
import { cutText, textWidth } from './text.ts';

type $$ComponentProps = { panel: Panel; box: Box; switches: Figure['switches'] };
function $$render() {
	let { panel, box, switches }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const mark = $derived('mark' in panel ? panel.mark : undefined);
	const indent = $derived(mark ? 15 : 0);
	const [titleHeight, axisHeight, marginRight] = [24, 20, 12];
	/** Space for the names of rows, or for the labels of a vertical axis. */
	const left = $derived.by(() => {
		if (panel.kind === 'curves' || panel.kind === 'stack') return 40;
		return panel.rows.some(({ label }) => textWidth(label, 11) > 104) ? 240 : 128;
	});
	const inside = $derived.by((): Box => {
		const head = panel.title === '' ? 0 : titleHeight;
		return {
			left: box.left + left,
			top: box.top + head,
			width: box.width - left - marginRight,
			height: box.height - head - axisHeight,
		};
	});
	async () => {
		{
			svelteHTML.createElement('svelte:options', { namespace: `svg` });
		}

		{
			svelteHTML.createElement('g', {});
			if (panel.title !== '') {
				{
					svelteHTML.createElement('title', {});
					panel.title;
				}
				if (mark) {
					{
						const $$_htaPepahS1C = __sveltets_2_ensureComponent(ShapePath);
						new $$_htaPepahS1C({
							target: __sveltets_2_any(),
							props: { mark, left: box.left, middle: box.top + 7 },
						});
					}
				}
				{
					svelteHTML.createElement('text', {
						x: box.left + indent,
						y: box.top + 11,
						'font-size': `11`,
						fill: `var(--ink-2)`,
					});
					cutText(panel.title, 11, box.width - indent);
				}
			}
			if (panel.kind === 'rows') {
				{
					const $$_tolPswoR1C = __sveltets_2_ensureComponent(RowsPlot);
					new $$_tolPswoR1C({
						target: __sveltets_2_any(),
						props: { panel, box: inside, edge: box.left },
					});
				}
			} else if (panel.kind === 'matrix') {
				{
					const $$_tolPxirtaM1C = __sveltets_2_ensureComponent(MatrixPlot);
					new $$_tolPxirtaM1C({
						target: __sveltets_2_any(),
						props: { panel, box: inside, edge: box.left },
					});
				}
			} else {
				{
					const $$_tolPpetS1C = __sveltets_2_ensureComponent(StepPlot);
					new $$_tolPpetS1C({
						target: __sveltets_2_any(),
						props: { panel, box: inside, switches, titles: true },
					});
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
const PanelPlot__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PanelPlot__SvelteComponent_ = ReturnType<
	typeof PanelPlot__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PanelPlot__SvelteComponent_;
