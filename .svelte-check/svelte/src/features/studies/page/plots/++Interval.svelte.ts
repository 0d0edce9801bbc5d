///<reference types="svelte" />
import type { Estimate } from '../../model/measures.ts';
import { percentAlong, type Scale } from './scale.ts';
interface Props {
	estimate: Estimate;
	scale: Scale;
	points?: readonly number[];
	/** A reference value, drawn dashed. */
	base?: number | null;
	color?: string;
	/** The verdict is undecided. */
	hollow?: boolean;
}
function $$render() {
	let {
		estimate,
		scale,
		points = [],
		base = null,
		color = 'var(--ink)',
		hollow = false,
	}: Props = $props();
	const at = (value: number) => `${percentAlong(value, scale)}%`;
	async () => {
		{
			svelteHTML.createElement('svg', { width: `100%`, height: `24`, 'aria-hidden': `true` });
			__sveltets_2_ensureType(String, Number, color);
			for (let tick of __sveltets_2_ensureArray(scale.ticks)) {
				tick;
				{
					svelteHTML.createElement('line', {
						class: ['tick', tick === 0 && scale.low < 0 && 'zero'],
						x1: at(tick),
						x2: at(tick),
						y2: `24`,
					});
				}
			}
			if (base !== null) {
				{
					svelteHTML.createElement('line', {
						class: `base`,
						x1: at(base),
						x2: at(base),
						y1: `2`,
						y2: `22`,
					});
				}
			}
			for (let point of __sveltets_2_ensureArray(points)) {
				let i = 1;
				i;
				{
					svelteHTML.createElement('circle', { class: `cell`, cx: at(point), cy: `18`, r: `1.5` });
				}
			}
			if (estimate.low !== null && estimate.high !== null) {
				{
					svelteHTML.createElement('line', {
						class: `interval`,
						x1: at(estimate.low),
						x2: at(estimate.high),
						y1: `10`,
						y2: `10`,
					});
				}
			}
			{
				svelteHTML.createElement('circle', {
					class: ['mean', hollow && 'hollow'],
					cx: at(estimate.mean),
					cy: `10`,
					r: `3.5`,
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
const Interval__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Interval__SvelteComponent_ = ReturnType<typeof Interval__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Interval__SvelteComponent_;
