///<reference types="svelte" />
import type { Question } from '../model/types.ts';
import { questionWords } from '../words.en.ts';
import { categories } from '../model/categories.ts';
import { share } from './figures.ts';
import { categoryTitle } from './headings.ts';

type $$ComponentProps = { weights: Question['weights'] };
function $$render() {
	let { weights }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const sum = $derived(categories.reduce((total, id) => total + weights[id], 0));
	const summary = $derived(
		categories
			.filter((id) => weights[id] > 0)
			.map((id) => questionWords.list.weight(categoryTitle(id), share(weights[id] / sum)))
			.join(', '),
	);
	async () => {
		{
			svelteHTML.createElement('span', {
				class: `bars`,
				role: `img`,
				'aria-label': summary,
				title: summary,
			});
			for (let id of __sveltets_2_ensureArray(categories)) {
				id;
				{
					svelteHTML.createElement('span', { class: `bar` });
					__sveltets_2_ensureType(String, Number, `${Math.ceil((100 * weights[id]) / sum)}%`);
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
const Weights__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Weights__SvelteComponent_ = ReturnType<typeof Weights__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Weights__SvelteComponent_;
