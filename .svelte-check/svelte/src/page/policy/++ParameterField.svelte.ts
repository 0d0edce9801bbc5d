///<reference types="svelte" />
import type { Json } from '#core/json.ts';
import type { ParameterSpec } from '#core/parameters.ts';
import Explain from '#page/components/Explain.svelte';
import NumberField from '#page/components/NumberField.svelte';
import Select from '#page/components/Select.svelte';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import SkillBoxes from './SkillBoxes.svelte';
import SkillChoice from './SkillChoice.svelte';
interface Props {
	spec: ParameterSpec;
	value: Json;
	/** Those that are trained. */
	skills: readonly WorkbenchSkill[];
	onchange: (value: Json) => void;
}
function $$render() {
	let { spec, value, skills, onchange }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('div', { class: `field` });
			if (spec.kind === 'number') {
				{
					const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
					new $$_dleiFrebmuN1C({
						target: __sveltets_2_any(),
						props: {
							label: spec.label,
							value: Number(value),
							min: spec.min,
							max: spec.max,
							integer: spec.integer ?? false,
							unit: spec.unit,
							onchange: (next) => onchange(next),
						},
					});
				}
			} else if (spec.kind === 'choice') {
				{
					const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS1C({
						target: __sveltets_2_any(),
						props: {
							label: spec.label,
							value: typeof value === 'string' ? value : spec.default,
							options: spec.options,
							onchange: (next) => onchange(next),
						},
					});
				}
			} else if (spec.kind === 'flag') {
				{
					svelteHTML.createElement('label', {});
					{
						svelteHTML.createElement('input', {
							type: `checkbox`,
							checked: value === true,
							onchange: (event) => onchange(event.currentTarget.checked),
						});
					}
					spec.label;
				}
			} else if (spec.kind === 'skill') {
				{
					const $$_eciohCllikS1C = __sveltets_2_ensureComponent(SkillChoice);
					new $$_eciohCllikS1C({
						target: __sveltets_2_any(),
						props: {
							label: spec.label,
							value: typeof value === 'string' ? value : '',
							skills,
							onchange,
						},
					});
				}
			} else if (spec.kind === 'skills') {
				{
					const $$_sexoBllikS1C = __sveltets_2_ensureComponent(SkillBoxes);
					new $$_sexoBllikS1C({
						target: __sveltets_2_any(),
						props: {
							label: spec.label,
							value: Array.isArray(value) ? value.map(String) : [],
							skills,
							onchange,
						},
					});
				}
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: spec.label, text: spec.help },
				});
			}
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
const ParameterField__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ParameterField__SvelteComponent_ = ReturnType<
	typeof ParameterField__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ParameterField__SvelteComponent_;
