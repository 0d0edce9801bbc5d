///<reference types="svelte" />
import ImportDialog from './ImportDialog.svelte';
import type { LibraryState } from './LibraryState.svelte.ts';
import MissingDialog from './MissingDialog.svelte';
import ModelsDialog from './ModelsDialog.svelte';
import SettingsDialog from './SettingsDialog.svelte';
import SkillsDialog from './SkillsDialog.svelte';

type $$ComponentProps = { library: LibraryState };
function $$render() {
	let { library }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const experiment = $derived(library.bench.experiment);
	const dialog = $derived(library.dialog);
	async () => {
		if (experiment) {
			if (dialog === 'skills') {
				{
					const $$_golaiDsllikS0C = __sveltets_2_ensureComponent(SkillsDialog);
					new $$_golaiDsllikS0C({ target: __sveltets_2_any(), props: { library, experiment } });
				}
			} else if (dialog === 'import') {
				{
					const $$_golaiDtropmI0C = __sveltets_2_ensureComponent(ImportDialog);
					new $$_golaiDtropmI0C({ target: __sveltets_2_any(), props: { library, experiment } });
				}
			} else if (dialog === 'models') {
				{
					const $$_golaiDsledoM0C = __sveltets_2_ensureComponent(ModelsDialog);
					new $$_golaiDsledoM0C({ target: __sveltets_2_any(), props: { library, experiment } });
				}
			} else if (dialog === 'settings') {
				{
					const $$_golaiDsgnitteS0C = __sveltets_2_ensureComponent(SettingsDialog);
					new $$_golaiDsgnitteS0C({ target: __sveltets_2_any(), props: { library, experiment } });
				}
			} else if (dialog === 'missing') {
				{
					const $$_golaiDgnissiM0C = __sveltets_2_ensureComponent(MissingDialog);
					new $$_golaiDgnissiM0C({ target: __sveltets_2_any(), props: { library, experiment } });
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
const LibraryDialogs__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type LibraryDialogs__SvelteComponent_ = ReturnType<
	typeof LibraryDialogs__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default LibraryDialogs__SvelteComponent_;
