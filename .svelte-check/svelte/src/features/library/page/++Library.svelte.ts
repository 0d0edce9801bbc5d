///<reference types="svelte" />
import { libraryWords } from '../words.en.ts';
import { droppedFiles, pastedFile } from './dropped.ts';
import type { LibraryState } from './LibraryState.svelte.ts';

type $$ComponentProps = { library: LibraryState };
function $$render() {
	let { library }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.importing;
	/**
	 * Enter events minus leave events. Each crossed element fires both: 0 means that the drag left.
	 */
	let depth = $state(0);

	const holdsFiles = (event: DragEvent) =>
		library.bench.experiment !== null && (event.dataTransfer?.types.includes('Files') ?? false);
	function over(event: DragEvent) {
		if (holdsFiles(event)) event.preventDefault();
	}
	async function drop(event: DragEvent) {
		depth = 0;
		if (!event.dataTransfer || !holdsFiles(event)) return;
		event.preventDefault();
		await library.take(await droppedFiles(event.dataTransfer));
	}
	function paste(event: ClipboardEvent) {
		const writing =
			event.target instanceof Element &&
			event.target.closest('input, textarea, [contenteditable="true"]') !== null;
		if (writing || !event.clipboardData || !library.bench.experiment) return;
		const files = [...event.clipboardData.files];
		const pasted = event.clipboardData.getData('text/plain');
		if (files.length > 0) void library.take(files);
		else if (pasted.trim() !== '') void library.take([pastedFile(pasted, text.pastedName)]);
		else return;
		event.preventDefault();
	}
	async () => {
		{
			svelteHTML.createElement('svelte:window', {
				ondragenter: (event: DragEvent) => holdsFiles(event) && depth++,
				ondragleave: (event: DragEvent) => holdsFiles(event) && depth--,
				ondragover: over,
				ondrop: (event: DragEvent) => void drop(event),
				onpaste: paste,
			});
		}

		if (depth > 0) {
			{
				svelteHTML.createElement('div', { class: `zone` });
				{
					svelteHTML.createElement('p', {});
					text.drop;
				}
			}
		}
		if (library.bench.experiment && library.dialog) {
			{
				const $$_value = await import('./LibraryDialogs.svelte');
				{
					const { default: LibraryDialogs } = $$_value;
					{
						const $$_sgolaiDyrarbiL0C = __sveltets_2_ensureComponent(LibraryDialogs);
						new $$_sgolaiDyrarbiL0C({ target: __sveltets_2_any(), props: { library } });
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
const Library__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Library__SvelteComponent_ = ReturnType<typeof Library__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Library__SvelteComponent_;
