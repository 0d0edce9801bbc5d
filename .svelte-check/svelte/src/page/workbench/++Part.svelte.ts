///<reference types="svelte" />
import type { Snippet } from 'svelte';
import Explain from '#page/components/Explain.svelte';
interface Props {
	title: string;
	/** Beside the title, in quiet type. */
	note?: string;
	about?: string;
	/** Behind the `?`; `term` where it explains another name than the title. */
	help?: string;
	term?: string;
	children: Snippet;
}
function $$render() {
	let { title, note, about, help, term = title, children }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('section', {});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h4', {});
					title;
					if (note) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							note;
						}
					}
				}
				if (help) {
					{
						const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE2C({ target: __sveltets_2_any(), props: { term, text: help } });
					}
				}
			}
			if (about) {
				{
					svelteHTML.createElement('p', { class: `about quiet` });
					about;
				}
			}
			__sveltets_2_ensureSnippet(children());
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
const Part__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Part__SvelteComponent_ = ReturnType<typeof Part__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Part__SvelteComponent_;
