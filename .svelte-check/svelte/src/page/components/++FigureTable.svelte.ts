///<reference types="svelte" />
import type { Snippet } from 'svelte';
interface Props {
	/** Of the table and its frame; read out, not seen. */
	title: string;
	/** At least as wide as its place. */
	wide?: boolean;
	/** Its head and its body; a row's name stands in a `span` of the class `name`. */
	children: Snippet;
}
function $$render() {
	let { title, wide = false, children }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('div', {
				class: ['figure-table', { wide }],
				role: `region`,
				'aria-label': title,
				tabindex: 0,
			});
			{
				svelteHTML.createElement('table', {});
				wide;
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					title;
				}
				__sveltets_2_ensureSnippet(children());
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
const FigureTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type FigureTable__SvelteComponent_ = ReturnType<
	typeof FigureTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default FigureTable__SvelteComponent_;
