///<reference types="svelte" />
import Part from '#page/workbench/Part.svelte';
import type { Explanation } from '#mixing/policy.ts';
import * as format from '#page/words/format.ts';
import { explainWords } from '../../words.en.ts';

type $$ComponentProps = { influences: NonNullable<Explanation['influences']> };
function $$render() {
	let { influences }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const values = $derived(influences.values.map(({ value }) => value));
	const lowest = $derived(Math.min(0, ...values));
	const span = $derived(Math.max(0, ...values) - lowest || 1);
	const left = (value: number) => `${(100 * (Math.min(0, value) - lowest)) / span}%`;
	const width = (value: number) => `${(100 * Math.abs(value)) / span}%`;
	async () => {
		{
			const $$_traP0C = __sveltets_2_ensureComponent(Part);
			new $$_traP0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					title: influences.label,
					about: influences.about,
				},
			});
			{
				svelteHTML.createElement('table', { class: `figures` });
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					influences.label;
				}
				{
					svelteHTML.createElement('thead', { class: `visually-hidden` });
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col` });
							influences.label;
						}
						{
							svelteHTML.createElement('th', { scope: `col` });
							explainWords.influences.figure;
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let { label, value } of __sveltets_2_ensureArray(influences.values)) {
						label;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								label;
							}
							{
								svelteHTML.createElement('td', { class: `bars` });
								{
									svelteHTML.createElement('span', { class: `bar` });
									value < 0;
									__sveltets_2_ensureType(String, Number, left(value));
									__sveltets_2_ensureType(String, Number, width(value));
								}
								{
									svelteHTML.createElement('span', { class: `zero` });
									__sveltets_2_ensureType(String, Number, left(0));
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								format.figure(value);
							}
						}
					}
				}
			}
			Part;
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
const Influences__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Influences__SvelteComponent_ = ReturnType<
	typeof Influences__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Influences__SvelteComponent_;
