///<reference types="svelte" />
interface Props {
	readonly values: readonly { readonly step: number; readonly value: number | null }[];
	/** The last step of the run. */
	readonly steps: number;
	readonly switches: readonly number[];
	readonly color: string;
	/** The value at the upper edge; left out: the highest. */
	readonly top?: number;
}
function $$render() {
	let { values, steps, switches, color, top: edge }: Props = $props();
	const width = 80;
	const height = 16;
	const x = (step: number) => (width * step) / Math.max(1, steps);
	const points = $derived.by(() => {
		const known = values.flatMap(({ step, value }) =>
			value === null ? [] : [[step, value] as const],
		);
		const top = edge ?? Math.max(...known.map(([, value]) => value), Number.MIN_VALUE);
		return known
			.map(([step, value]) => `${x(step)},${height - 1 - ((height - 2) * value) / top}`)
			.join(' ');
	});
	async () => {
		{
			svelteHTML.createElement('svg', {
				viewBox: `0 0 ${width} ${height}`,
				width,
				height,
				'aria-hidden': `true`,
			});
			for (let step of __sveltets_2_ensureArray(switches)) {
				step;
				{
					svelteHTML.createElement('line', { x1: x(step), x2: x(step), y1: `0`, y2: height });
				}
			}
			{
				svelteHTML.createElement('polyline', {
					points,
					fill: `none`,
					stroke: color,
					'stroke-width': `1.5`,
				});
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
const Sparkline__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Sparkline__SvelteComponent_ = ReturnType<
	typeof Sparkline__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Sparkline__SvelteComponent_;
