///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import Dialog from '#page/components/Dialog.svelte';
import Explain from '#page/components/Explain.svelte';
import Progress from '#page/components/Progress.svelte';
import { libraryWords } from '../words.en.ts';
import { messageOf } from '#core/errors.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import type { LibraryState } from './LibraryState.svelte.ts';
import ModelItem from './ModelItem.svelte';
import Problem from '#page/components/Problem.svelte';
import StorageLine from './StorageLine.svelte';
import TunedWeights from './TunedWeights.svelte';

type $$ComponentProps = { library: LibraryState; experiment: Experiment };
function $$render() {
	let { library, experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.models;
	const shelf = $derived(library.models);
	const status = $derived(shelf.status);
	let problem = $state<string | null>(null);
	let said = $state('');

	async function open(files: readonly File[]) {
		const model = await library.importModel(files);
		if (model) said = text.opened(model.name);
	}
	async function use(model: ModelInfo) {
		problem = null;
		try {
			await library.useModel(model);
		} catch (error) {
			problem = messageOf(error);
		}
	}
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open: true,
					title: text.title,
					description: text.description,
					onclose: () => library.close(),
				},
			});
			{
				const $$_eniLegarotS1C = __sveltets_2_ensureComponent(StorageLine);
				new $$_eniLegarotS1C({ target: __sveltets_2_any(), props: { library } });
			}
			{
				svelteHTML.createElement('ul', {});
				for (let model of __sveltets_2_ensureArray(shelf.models)) {
					model.id;
					{
						const $$_metIledoM2C = __sveltets_2_ensureComponent(ModelItem);
						new $$_metIledoM2C({
							target: __sveltets_2_any(),
							props: {
								model,
								inUse: model.id === experiment.model.id,
								busy: shelf.busy,
								onuse: () => void use(model),
								ondelete: () => void shelf.delete(model),
							},
						});
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `open` });
				{
					const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
					new $$_rekciPeliF2C({
						target: __sveltets_2_any(),
						props: { label: text.openFolder, folder: true, disabled: shelf.busy, onpick: open },
					});
				}
				{
					const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
					new $$_rekciPeliF2C({
						target: __sveltets_2_any(),
						props: { label: text.openFiles, multiple: true, disabled: shelf.busy, onpick: open },
					});
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: text.openTerm, text: text.openHelp },
					});
				}
			}
			{
				svelteHTML.createElement('div', { 'aria-live': `polite` });
				if (status.kind === 'busy') {
					{
						const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
						new $$_ssergorP2C({
							target: __sveltets_2_any(),
							props: {
								label: status.progress?.label ?? text.work[status.work],
								fraction: status.progress?.fraction ?? null,
							},
						});
					}
				}
				{
					svelteHTML.createElement('p', {});
					said;
				}
			}
			if (status.kind === 'failed') {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({
						target: __sveltets_2_any(),
						props: { what: text.failed, message: status.message },
					});
				}
			}
			if (problem) {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({ target: __sveltets_2_any(), props: { message: problem } });
				}
			}
			{
				const $$_sthgieWdenuT1C = __sveltets_2_ensureComponent(TunedWeights);
				new $$_sthgieWdenuT1C({
					target: __sveltets_2_any(),
					props: { shelf, run: library.bench.run },
				});
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
const ModelsDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ModelsDialog__SvelteComponent_ = ReturnType<
	typeof ModelsDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ModelsDialog__SvelteComponent_;
