///<reference types="svelte" />
import type { Example } from '#data/example.ts';
import { words } from '#page/words/words.ts';

type $$ComponentProps = { example: Example };
function $$render() {
	let { example }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = words.example;
	const longest = 600;
	const plain = $derived(example.messages.length <= 2);
	async () => {
		{
			svelteHTML.createElement('div', {});
			for (let message of __sveltets_2_ensureArray(example.messages)) {
				let i = 1;
				i;
				const cut = message.content.length - longest;
				{
					svelteHTML.createElement('p', { class: message.role });
					if (!plain) {
						{
							svelteHTML.createElement('span', { class: `role quiet` });
							text.roles[message.role];
						}
					}
					cut > 0 ? message.content.slice(0, longest) : message.content;
					if (cut > 0) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.cut(cut);
						}
					}
				}
			}
			if (example.noisy) {
				{
					svelteHTML.createElement('p', { class: `noisy` });
					text.wrong;
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
const ExampleText__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ExampleText__SvelteComponent_ = ReturnType<
	typeof ExampleText__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ExampleText__SvelteComponent_;
