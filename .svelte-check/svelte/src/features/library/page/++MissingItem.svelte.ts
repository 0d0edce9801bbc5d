///<reference types="svelte" />
import type { Snippet } from 'svelte';
import { libraryWords } from '../words.en.ts';
interface Props {
	name: string;
	sha256: string;
	children: Snippet;
}
function $$render() {
	let { name, sha256, children }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('li', {});
			{
				svelteHTML.createElement('div', {});
				{
					svelteHTML.createElement('h3', {});
					name;
				}
				{
					svelteHTML.createElement('p', { class: `quiet` });
					libraryWords.missing.sha256;
					{
						svelteHTML.createElement('span', { class: `mono` });
						sha256;
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `hands` });
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
const MissingItem__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MissingItem__SvelteComponent_ = ReturnType<
	typeof MissingItem__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default MissingItem__SvelteComponent_;
