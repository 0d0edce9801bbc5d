///<reference types="svelte" />
import { getCursor } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import type { ChartOrigin, Picture } from './chartFile.ts';
import type { CurvePanel, Figure, StackPanel } from './figure.ts';
import SaveChart from './SaveChart.svelte';
import { plotLeft, plotRight, stepScale, type Box } from './scales.ts';
import StepPlot from './StepPlot.svelte';
interface Props {
	panel: CurvePanel | StackPanel;
	switches: Figure['switches'];
	/** The chart in words, with its newest values. */
	label: string;
	/** Without labels of the steps. */
	small?: boolean;
	/** Its title in the menu, and the figure that its files are made from. */
	save?: {
		readonly title: string;
		readonly picture: () => Picture;
		readonly origin?: () => Promise<ChartOrigin>;
	};
}
function $$render() {
	let { panel, switches, label, small = false, save }: Props = $props();
	const cursor = getCursor();
	let [width, height] = $state([0, 0]);
	const box = $derived<Box>({
		left: plotLeft,
		top: 7,
		width: Math.max(1, width - plotLeft - plotRight),
		height: Math.max(1, height - 7 - (small ? 4 : 20)),
	});
	const x = $derived(stepScale(panel.steps, box));
	const ofRun = $derived(switches.filter(({ at }) => !at).map(({ step }) => step));
	const inWords = $derived(ofRun.length > 0 ? `${label} ${words.over.switches(ofRun)}` : label);
	/** An empty chart cannot be saved. */
	const hasValues = $derived(
		panel.data.slice(1).some((column) => column.some((value) => value !== null)),
	);

	function point(event: PointerEvent) {
		const step = Math.round(x.invert(event.offsetX));
		cursor.point(step < 0 || step > panel.steps ? null : step);
	}
	async () => {
		{
			const $$_div0 = svelteHTML.createElement('div', { class: `chart-frame` });
			width = $$_div0.clientWidth;
			height = $$_div0.clientHeight;
			if (width > 0) {
				{
					svelteHTML.createElement('svg', {
						role: `img`,
						'aria-label': inWords,
						width,
						height,
						onpointermove: point,
						onpointerleave: () => cursor.point(null),
					});
					{
						const $$_tolPpetS2C = __sveltets_2_ensureComponent(StepPlot);
						new $$_tolPpetS2C({
							target: __sveltets_2_any(),
							props: { panel, box, switches, stepLabels: !small },
						});
					}
					if (cursor.step !== null && cursor.step <= panel.steps) {
						{
							svelteHTML.createElement('path', {
								class: `cursor`,
								d: `M${x(cursor.step)} ${box.top}v${box.height}`,
							});
						}
					}
				}
			}
			if (save && hasValues) {
				{
					const $$_trahCevaS1C = __sveltets_2_ensureComponent(SaveChart);
					new $$_trahCevaS1C({ target: __sveltets_2_any(), props: { ...save, over: true } });
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
const Chart__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Chart__SvelteComponent_ = ReturnType<typeof Chart__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Chart__SvelteComponent_;
