///<reference types="svelte" />
import { shapes, type SkillStyle } from '#page/charts/palette.ts';

type $$ComponentProps = { style: SkillStyle };
function $$render() {
	let { style }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	async () => {
		{
			svelteHTML.createElement('svg', {
				viewBox: `0 0 12 12`,
				width: `10`,
				height: `10`,
				'aria-hidden': `true`,
			});
			__sveltets_2_ensureType(String, Number, style.color);
			{
				svelteHTML.createElement('path', {
					d: shapes[style.shape],
					fill: `currentColor`,
					'fill-rule': `evenodd`,
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
const SkillMark__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillMark__SvelteComponent_ = ReturnType<
	typeof SkillMark__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillMark__SvelteComponent_;
