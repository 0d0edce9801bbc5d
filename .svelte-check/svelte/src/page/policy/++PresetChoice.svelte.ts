///<reference types="svelte" />
import type { JsonObject } from '#core/json.ts';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import type { PolicyInfo } from '#mixing/policy.ts';
import { words } from '#page/words/words.ts';
import { presetOf, withPreset } from './presets.ts';
interface Props {
	policy: PolicyInfo;
	settings: JsonObject;
	onchange: (settings: JsonObject) => void;
}
function $$render() {
	let { policy, settings, onchange }: Props = $props();
	const text = words.policy.form;
	const own = '\u0000own';
	const chosen = $derived(presetOf(policy, settings));
	const options = $derived([
		...(policy.presets ?? []).map(({ id, title, about }) => ({
			value: id,
			label: title,
			note: about,
		})),
		...(chosen ? [] : [{ value: own, label: text.presetOwn, disabled: true }]),
	]);
	function pick(id: string) {
		const preset = policy.presets?.find((known) => known.id === id);
		if (preset) onchange(withPreset(policy, settings, preset));
	}
	async () => {
		{
			svelteHTML.createElement('div', { class: `preset` });
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: { label: text.preset, value: chosen?.id ?? own, options, onchange: pick },
				});
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: text.preset, text: text.presetHelp },
				});
			}
		}
		{
			svelteHTML.createElement('p', { class: `quiet` });
			chosen?.about ?? text.presetOwnAbout;
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const PresetChoice__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PresetChoice__SvelteComponent_ = ReturnType<
	typeof PresetChoice__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PresetChoice__SvelteComponent_;
