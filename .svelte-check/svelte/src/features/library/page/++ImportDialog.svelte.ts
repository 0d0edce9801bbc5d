///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import Button from '#page/components/Button.svelte';
import Dialog from '#page/components/Dialog.svelte';
import { words } from '#page/words/words.ts';
import { libraryWords } from '../words.en.ts';
import { pastedFile } from './dropped.ts';
import { choiceOf } from './experimentSkills.ts';
import { messageOf } from '#core/errors.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import ImportForm from './ImportForm.svelte';
import ImportList from './ImportList.svelte';
import type { LibraryState } from './LibraryState.svelte.ts';
import Problem from '#page/components/Problem.svelte';

type $$ComponentProps = { library: LibraryState; experiment: Experiment };
function $$render() {
	let { library, experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.importing;
	const queue = $derived(library.imports);
	const current = $derived(queue.current);
	/** Imported skills that the experiment does not train yet. */
	const addable = $derived(
		queue.done.flatMap(({ status }) => {
			if (status.kind !== 'done' || status.report.imported.train === 0) return [];
			const { skillId } = status.report;
			return choiceOf(experiment, skillId).use === 'off' ? [skillId] : [];
		}),
	);
	let problem = $state<string | null>(null);
	let pasted = $state('');
	function usePasted() {
		queue.add([pastedFile(pasted, text.pastedName)]);
		pasted = '';
	}

	async function add(alone: boolean) {
		problem = null;
		try {
			await library.train(addable, alone);
			queue.clearDone();
		} catch (error) {
			problem = messageOf(error);
		}
	}
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			const $$_golaiD0 = new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open: true,
					title: text.title,
					description: text.description,
					wide: true,
					onclose: () => library.close(),
					footer: () => {
						async () /*Ωignore_positionΩ*/ => {
							{
								svelteHTML.createElement('div', { class: `foot` });
								if (problem) {
									{
										const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
										new $$_melborP1C({ target: __sveltets_2_any(), props: { message: problem } });
									}
								}
								if (addable.length > 0) {
									{
										svelteHTML.createElement('p', { class: `quiet` });
										text.addNote;
									}
								}
							}
							{
								const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB0C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										onclick: () => library.close(),
									},
								});
								words.common.close;
								Button;
							}
							if (queue.startable.length > 1) {
								{
									const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
									new $$_nottuB0C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											onclick: () => void queue.startAll(),
										},
									});
									text.startAll(queue.startable.length);
									Button;
								}
							}
							if (addable.length > 0) {
								{
									const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
									new $$_nottuB0C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											onclick: () => void add(true),
										},
									});
									text.alone(addable.length);
									Button;
								}
								{
									const $$_nottuB0C = __sveltets_2_ensureComponent(Button);
									new $$_nottuB0C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											kind: `primary`,
											onclick: () => void add(false),
										},
									});
									text.add(addable.length);
									Button;
								}
							}
						};
						return __sveltets_2_any(0);
					},
				},
			});
			/*Ωignore_startΩ*/ const { footer } = $$_golaiD0.$$prop_def; /*Ωignore_endΩ*/
			{
				svelteHTML.createElement('div', { class: `ways` });
				{
					const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
					new $$_rekciPeliF2C({
						target: __sveltets_2_any(),
						props: {
							label: text.pick,
							multiple: true,
							onpick: (files: readonly File[]) => void library.take(files),
						},
					});
				}
				{
					svelteHTML.createElement('span', { class: `quiet` });
					text.orDrop;
				}
			}
			{
				svelteHTML.createElement('details', { open: queue.items.length === 0 });
				{
					svelteHTML.createElement('summary', {});
					text.paste;
				}
				{
					svelteHTML.createElement('textarea', {
						rows: 5,
						spellcheck: `false`,
						'aria-label': text.paste,
						'bind:value': pasted,
					});
					/*Ωignore_startΩ*/ () => (pasted = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							disabled: pasted.trim() === '',
							onclick: usePasted,
						},
					});
					text.pasteUse;
					Button;
				}
			}
			if (queue.items.length > 1) {
				{
					const $$_tsiLtropmI1C = __sveltets_2_ensureComponent(ImportList);
					new $$_tsiLtropmI1C({ target: __sveltets_2_any(), props: { queue } });
				}
			}
			if (current) {
				current;
				{
					{
						const $$_mroFtropmI1C = __sveltets_2_ensureComponent(ImportForm);
						new $$_mroFtropmI1C({
							target: __sveltets_2_any(),
							props: {
								item: current,
								onstart: () => void queue.start(current),
								ondrop: () => void queue.drop(current),
							},
						});
					}
				}
			}

			Dialog;
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
const ImportDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ImportDialog__SvelteComponent_ = ReturnType<
	typeof ImportDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ImportDialog__SvelteComponent_;
