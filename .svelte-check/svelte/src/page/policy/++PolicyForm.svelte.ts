///<reference types="svelte" />
import type { Json, JsonObject } from '#core/json.ts';
import Explain from '#page/components/Explain.svelte';
import Select from '#page/components/Select.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import { policyEntries } from './menu.ts';
import ParameterField from './ParameterField.svelte';
import Preparation from './Preparation.svelte';
import PresetChoice from './PresetChoice.svelte';
import { defaultOf } from './presets.ts';
function $$render() {
	const fieldsOf /*Ωignore_positionΩ*/ = (
		list: typeof fields,
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			if (segment) {
				for (let [name, spec] of __sveltets_2_ensureArray(list)) {
					`${segment.id}.${name}`;
					{
						const $$_dleiFretemaraP0C = __sveltets_2_ensureComponent(ParameterField);
						new $$_dleiFretemaraP0C({
							target: __sveltets_2_any(),
							props: {
								spec,
								value: segment.settings[name] ?? defaultOf(spec),
								skills: workbench.trained,
								onchange: (value) => change(name, value),
							},
						});
					}
				}
			}
		};
		return __sveltets_2_any(0);
	};

	const lab = getLab();
	const workbench = getWorkbench();
	const segment = $derived(workbench.next.segment);
	const policy = $derived(segment && lab.policy(segment.id));
	const options = $derived(policyEntries(lab.info?.policies ?? []));
	/** Ratios and timetables are drawn below, not filled in here. */
	const fields = $derived(
		Object.entries(policy?.parameters ?? {}).filter(
			([, spec]) => spec.kind !== 'ratios' && spec.kind !== 'timetable',
		),
	);
	const plain = $derived(fields.filter(([, spec]) => spec.advanced !== true));
	const advanced = $derived(fields.filter(([, spec]) => spec.advanced === true));

	const pick = (id: string) => lab.switchPolicy(id, {});
	function set(settings: JsonObject) {
		if (segment) void lab.switchPolicy(segment.id, settings);
	}
	function change(name: string, value: Json) {
		if (segment) set({ ...segment.settings, [name]: value });
	}
	async () => {
		if (segment) {
			{
				svelteHTML.createElement('div', { class: `policy` });
				{
					const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS1C({
						target: __sveltets_2_any(),
						props: {
							label: words.mix.policy,
							labelHidden: true,
							value: segment.id,
							options,
							onchange: pick,
						},
					});
				}
				if (policy) {
					{
						const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE1C({
							target: __sveltets_2_any(),
							props: { term: policy.title, text: policy.summary, source: policy.citation },
						});
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				policy?.summary ?? '';
			}
			if (policy?.presets && policy.presets.length > 0) {
				{
					const $$_eciohCteserP0C = __sveltets_2_ensureComponent(PresetChoice);
					new $$_eciohCteserP0C({
						target: __sveltets_2_any(),
						props: { policy, settings: segment.settings, onchange: set },
					});
				}
			}
			__sveltets_2_ensureSnippet(fieldsOf(plain));
			if (advanced.length > 0) {
				segment.id;
				{
					{
						svelteHTML.createElement('details', {});
						{
							svelteHTML.createElement('summary', {});
							words.policy.form.all;
							advanced.length;
						}
						{
							svelteHTML.createElement('div', { class: `advanced` });
							__sveltets_2_ensureSnippet(fieldsOf(advanced));
						}
					}
				}
			}
			if (policy?.prepares) {
				{
					const $$_noitaraperP0C = __sveltets_2_ensureComponent(Preparation);
					new $$_noitaraperP0C({ target: __sveltets_2_any(), props: { policy, segment } });
				}
			}
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const PolicyForm__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PolicyForm__SvelteComponent_ = ReturnType<
	typeof PolicyForm__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PolicyForm__SvelteComponent_;
