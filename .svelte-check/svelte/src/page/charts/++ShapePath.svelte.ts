///<reference types="svelte" />
import type { ShapeMark } from './figure.ts';
import { shapes } from './palette.ts';

type $$ComponentProps = { mark: ShapeMark; left: number; middle: number };
function $$render() {
	let { mark, left, middle }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const size = 10;
	async () => {
		{
			svelteHTML.createElement('svelte:options', { namespace: `svg` });
		}

		{
			svelteHTML.createElement('path', {
				d: shapes[mark.shape],
				fill: mark.color,
				'fill-rule': `evenodd`,
				transform: `translate(${left} ${middle - size / 2}) scale(${size / 12})`,
			});
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
const ShapePath__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ShapePath__SvelteComponent_ = ReturnType<
	typeof ShapePath__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ShapePath__SvelteComponent_;
