///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import { libraryWords } from '../words.en.ts';
import type { LibraryState } from './LibraryState.svelte.ts';

type $$ComponentProps = { library: LibraryState };
function $$render() {
	let { library }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.storage;
	const report = $derived(library.storage);
	let refused = $state(false);
	async () => {
		{
			svelteHTML.createElement('div', { class: `line` });
			{
				svelteHTML.createElement('meter', {
					min: `0`,
					max: Math.max(1, report.quotaBytes),
					value: report.usedBytes,
					'aria-label': text.term,
				});
			}
			{
				svelteHTML.createElement('span', {});
				text.used(report.usedBytes, report.quotaBytes);
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: text.term, text: text.help },
				});
			}
			if (report.persisted) {
				{
					svelteHTML.createElement('span', { class: `quiet` });
					text.persisted;
				}
			} else {
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							onclick: async () => (refused = !(await library.persist())),
						},
					});
					text.keep;
					Button;
				}
			}
		}
		{
			svelteHTML.createElement('p', { class: `quiet below`, role: `status` });
			refused && !report.persisted ? text.refused : '';
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
const StorageLine__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type StorageLine__SvelteComponent_ = ReturnType<
	typeof StorageLine__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default StorageLine__SvelteComponent_;
