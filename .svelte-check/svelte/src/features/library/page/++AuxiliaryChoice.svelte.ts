///<reference types="svelte" />
import type { ModelInfo } from '#lab/run/stores.ts';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import { libraryWords } from '../words.en.ts';
import type { SettingsDraft } from './SettingsDraft.svelte.ts';

type $$ComponentProps = { draft: SettingsDraft; models: readonly ModelInfo[] };
function $$render() {
	let { draft, models }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.settings.auxiliary;
	const none = 'none';
	const chosen = $derived(draft.auxiliary);
	const options = $derived([
		{ value: none, label: text.none },
		...models.map(({ sha256, name }) => ({ value: sha256, label: name })),
		...(chosen && !models.some(({ sha256 }) => sha256 === chosen.sha256)
			? [{ value: chosen.sha256, label: text.missing(chosen.id), disabled: true }]
			: []),
	]);
	function pick(sha256: string) {
		const model = models.find((known) => known.sha256 === sha256);
		draft.measureWith(model ? { id: model.id, sha256: model.sha256 } : null);
	}
	async () => {
		{
			svelteHTML.createElement('div', { class: `auxiliary` });
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: { label: text.label, value: chosen?.sha256 ?? none, options, onchange: pick },
				});
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: text.label, text: text.help },
				});
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
const AuxiliaryChoice__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type AuxiliaryChoice__SvelteComponent_ = ReturnType<
	typeof AuxiliaryChoice__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default AuxiliaryChoice__SvelteComponent_;
