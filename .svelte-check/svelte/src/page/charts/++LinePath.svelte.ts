///<reference types="svelte" />
import type { Line } from './figure.ts';

type $$ComponentProps = { line: Line; d: string; points?: string };
function $$render() {
	let { line, d, points = '' }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	async () => {
		{
			svelteHTML.createElement('svelte:options', { namespace: `svg` });
		}

		if (d !== '') {
			{
				svelteHTML.createElement('path', {
					d,
					fill: `none`,
					stroke: line.stroke,
					'stroke-width': line.width,
					'stroke-opacity': line.opacity,
					'stroke-dasharray': line.dash && line.dash.length > 0 ? line.dash.join(' ') : undefined,
					'stroke-linejoin': `round`,
				});
			}
		}
		if (points !== '') {
			{
				svelteHTML.createElement('path', {
					d: points,
					stroke: line.stroke,
					'stroke-width': `4`,
					'stroke-linecap': `round`,
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
const LinePath__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type LinePath__SvelteComponent_ = ReturnType<typeof LinePath__SvelteComponent_>;
/*Ωignore_endΩ*/ export default LinePath__SvelteComponent_;
