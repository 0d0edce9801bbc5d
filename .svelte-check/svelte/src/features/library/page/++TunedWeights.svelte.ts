///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { libraryWords } from '../words.en.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { saveBlob, zipStored } from '#page/components/download.ts';
import type { ModelShelf } from './ModelShelf.svelte.ts';

type $$ComponentProps = {
	shelf: ModelShelf;
	run: { readonly id: string; readonly step: number } | null;
};
function $$render() {
	let { shelf, run }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.models;
	const id = $props.id();
	/** Null: the proposed name. */
	let typed = $state<string | null>(null);
	const name = $derived(typed ?? text.keepDefault(run?.step ?? 0));

	async function saveZip(runId: string, files: readonly NamedFile[]) {
		saveBlob(text.zipName(runId.slice(0, 8)), await zipStored(files));
	}
	async function saveEach(files: readonly NamedFile[]) {
		for (const file of files) saveBlob(file.name, file.blob);
	}
	async function keep(runId: string) {
		if (await shelf.keep(runId, name.trim())) typed = null;
	}
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-label': text.tuned });
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.tuned;
			}
			if (run && run.step > 0) {
				const runId = run.id;
				{
					svelteHTML.createElement('p', {});
					text.tunedAt(run.step);
				}
				{
					svelteHTML.createElement('div', { class: `row` });
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								disabled: shelf.busy,
								onclick: () => void shelf.export(runId, (files) => saveZip(runId, files)),
							},
						});
						text.save;
						Button;
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								disabled: shelf.busy,
								onclick: () => void shelf.export(runId, saveEach),
							},
						});
						text.saveFiles;
						Button;
					}
				}
				{
					svelteHTML.createElement('form', {
						class: `row`,
						onsubmit: (event) => {
							event.preventDefault();
							void keep(runId);
						},
					});
					{
						svelteHTML.createElement('label', { for: `${id}-name` });
						text.keepName;
					}
					{
						svelteHTML.createElement('input', {
							id: `${id}-name`,
							value: name,
							maxlength: 200,
							oninput: (event) => (typed = event.currentTarget.value),
						});
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								type: `submit`,
								disabled: shelf.busy || name.trim() === '',
							},
						});
						text.keep;
						Button;
					}
				}
			} else {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.notYet;
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
const TunedWeights__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type TunedWeights__SvelteComponent_ = ReturnType<
	typeof TunedWeights__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default TunedWeights__SvelteComponent_;
