///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import { libraryWords } from '../words.en.ts';
import Segmented from '#page/components/Segmented.svelte';
import { choiceFields, type ChoicePath } from './settingFields.ts';
import type { SettingsDraft } from './SettingsDraft.svelte.ts';

type $$ComponentProps = { draft: SettingsDraft; path: ChoicePath };
function $$render() {
	let { draft, path }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.settings;
	const named = $derived(text.fields[path]);
	const options = $derived(
		(choiceFields.find((field) => field.path === path)?.options ?? []).map((value: string) => ({
			value,
			label: text.options[path][value] ?? value,
		})),
	);
	const fault = $derived(draft.faults[path]);
	async () => {
		{
			svelteHTML.createElement('div', { class: `field` });
			{
				svelteHTML.createElement('span', { class: `label` });
				{
					svelteHTML.createElement('span', {});
					named.label;
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: named.label, text: named.help },
					});
				}
			}
			{
				const $$_detnemgeS1C = __sveltets_2_ensureComponent(Segmented);
				new $$_detnemgeS1C({
					target: __sveltets_2_any(),
					props: {
						label: named.label,
						value: draft.choice(path),
						options,
						onchange: (value: string) => draft.choose(path, value),
					},
				});
			}
			if (fault) {
				{
					svelteHTML.createElement('span', { class: `fault`, role: `alert` });
					text.fault(fault);
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
const SettingChoice__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SettingChoice__SvelteComponent_ = ReturnType<
	typeof SettingChoice__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SettingChoice__SvelteComponent_;
