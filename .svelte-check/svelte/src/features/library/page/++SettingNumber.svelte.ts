///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import Slider from '#page/components/Slider.svelte';
import { libraryWords } from '../words.en.ts';
import { numberText } from '#page/words/format.ts';
import { numberField, sliderFraction, sliderValue, type NumberPath } from './settingFields.ts';
import type { SettingsDraft } from './SettingsDraft.svelte.ts';

type $$ComponentProps = { draft: SettingsDraft; path: NumberPath };
function $$render() {
	let { draft, path }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = libraryWords.settings;
	const id = $props.id();
	const named = $derived(text.fields[path]);
	const field = $derived(numberField(path));
	const fault = $derived(draft.faults[path]);
	const value = $derived(draft.number(path));
	async () => {
		{
			svelteHTML.createElement('div', { class: `field` });
			{
				svelteHTML.createElement('span', { class: `label` });
				{
					svelteHTML.createElement('label', { for: id });
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
				svelteHTML.createElement('span', { class: `entry` });
				{
					svelteHTML.createElement('input', {
						id,
						inputmode: field.integer ? 'numeric' : 'decimal',
						autocomplete: `off`,
						value: draft.text(path),
						'aria-invalid': fault !== undefined,
						'aria-describedby': fault ? `${id}-fault` : undefined,
						oninput: (event) => draft.type(path, event.currentTarget.value),
					});
				}
				if (named.unit) {
					{
						svelteHTML.createElement('span', { class: `quiet` });
						named.unit;
					}
				}
			}
			if (field.slider) {
				const scale = field.slider;
				{
					svelteHTML.createElement('span', { class: `slider-row` });
					{
						const $$_redilS2C = __sveltets_2_ensureComponent(Slider);
						new $$_redilS2C({
							target: __sveltets_2_any(),
							props: {
								label: text.slider(named.label),
								value:
									Number.isFinite(value) && value > 0
										? Math.round(100 * sliderFraction(value, scale))
										: 0,
								min: 0,
								max: 100,
								step: 1,
								valueText: draft.text(path),
								onchange: (percent) =>
									draft.type(path, numberText(sliderValue(percent / 100, scale))),
							},
						});
					}
				}
			}
			if (fault) {
				{
					svelteHTML.createElement('span', { class: `fault`, id: `${id}-fault`, role: `alert` });
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
const SettingNumber__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SettingNumber__SvelteComponent_ = ReturnType<
	typeof SettingNumber__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SettingNumber__SvelteComponent_;
