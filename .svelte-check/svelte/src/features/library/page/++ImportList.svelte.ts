///<reference types="svelte" />
import { libraryWords } from '../words.en.ts';
import { bytesText } from '#page/words/amounts.ts';
import type { FileImport } from './FileImport.svelte.ts';
import type { ImportQueue } from './ImportQueue.svelte.ts';

type $$ComponentProps = { queue: ImportQueue };
function $$render() {
	let { queue }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.importing;
	function stateOf({ status, mapping, isUnreadable }: FileImport): string {
		if (status.kind !== 'ready' || mapping) return text.state[status.kind];
		return isUnreadable ? text.state.unreadable : text.state.map;
	}
	async () => {
		{
			svelteHTML.createElement('ul', { 'aria-label': text.files });
			for (let item of __sveltets_2_ensureArray(queue.items)) {
				item.id;
				{
					svelteHTML.createElement('li', {});
					{
						svelteHTML.createElement('button', {
							type: `button`,
							'aria-current': item === queue.current,
							onclick: () => queue.select(item),
						});
						{
							svelteHTML.createElement('span', { class: `name` });
							item.file.name;
						}
						{
							svelteHTML.createElement('span', { class: `quiet` });
							bytesText(item.file.size);
						}
						{
							svelteHTML.createElement('span', {});
							item.status.kind === 'failed' || item.isUnreadable;
							stateOf(item);
						}
					}
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
const ImportList__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportList__SvelteComponent_ = ReturnType<
	typeof ImportList__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportList__SvelteComponent_;
