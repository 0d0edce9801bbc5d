///<reference types="svelte" />
import type { RunStyle } from './runStyles.ts';

type $$ComponentProps = { style: RunStyle };
function $$render() {
	let { style }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	async () => {
		{
			svelteHTML.createElement('svg', {
				viewBox: `0 0 28 12`,
				width: `28`,
				height: `12`,
				'aria-hidden': `true`,
			});
			{
				svelteHTML.createElement('line', {
					x1: `0`,
					x2: `28`,
					y1: `6`,
					y2: `6`,
					stroke: style.color,
					'stroke-dasharray': style.dash.join(' '),
				});
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
const LineSample__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type LineSample__SvelteComponent_ = ReturnType<
	typeof LineSample__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default LineSample__SvelteComponent_;
