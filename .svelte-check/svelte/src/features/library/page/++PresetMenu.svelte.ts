///<reference types="svelte" />
import Select from '#page/components/Select.svelte';
import { libraryWords } from '../words.en.ts';
import type { PresetInfo } from '#lab/worker/protocol.ts';

type $$ComponentProps = { presets: readonly PresetInfo[]; onpick: (id: string) => unknown };
function $$render() {
	let { presets, onpick }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.settings;
	const none = '';
	let picked = $state(none);
	const options = $derived([
		{ value: none, label: text.presetNone, disabled: true },
		...presets.map(({ id, title, about }) => ({ value: id, label: title, note: about })),
	]);
	async () => {
		if (presets.length > 0) {
			{
				svelteHTML.createElement('p', {});
				{
					const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
					const $$_tceleS1 = new $$_tceleS1C({
						target: __sveltets_2_any(),
						props: { value: picked, options, label: text.preset, onchange: onpick },
					});
					/*Ωignore_startΩ*/ () => (picked = __sveltets_2_any(null));
					/*Ωignore_endΩ*/ $$_tceleS1.$$bindings = 'value';
				}
				{
					svelteHTML.createElement('span', { class: `quiet` });
					presets.find(({ id }) => id === picked)?.about ?? '';
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
const PresetMenu__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PresetMenu__SvelteComponent_ = ReturnType<
	typeof PresetMenu__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PresetMenu__SvelteComponent_;
