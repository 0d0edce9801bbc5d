///<reference types="svelte" />
import type { Json, JsonObject } from '#core/json.ts';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { policyEntries } from '#page/policy/menu.ts';
import ParameterField from '#page/policy/ParameterField.svelte';
import { defaultOf } from '#page/policy/presets.ts';
import PresetChoice from '#page/policy/PresetChoice.svelte';
import { skillStyles } from '#page/charts/palette.ts';
import Button from '#page/components/Button.svelte';
import Select from '#page/components/Select.svelte';
import { getLab } from '#page/state/context.ts';
import { studyWords } from '../words.en.ts';
import type { PolicyDraft, StudyDraft } from './StudyDraft.svelte.ts';

type $$ComponentProps = { draft: StudyDraft; policy: PolicyDraft };
function $$render() {
	let { draft, policy }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords.form;
	const lab = getLab();
	const info = $derived(lab.policy(policy.id));
	const options = $derived(policyEntries(lab.info?.policies ?? []));
	/** Without ratios and timetables, which are drawn on the workbench or written in files. */
	const fields = $derived(
		Object.entries(info?.parameters ?? {}).filter(
			([, spec]) => spec.kind !== 'ratios' && spec.kind !== 'timetable',
		),
	);
	const takesMean = $derived(info?.parameters.ratios?.kind === 'ratios');
	/** A mean mix comes from an earlier policy. */
	const before = $derived(
		draft.policies.slice(
			0,
			draft.policies.findIndex(({ key }) => key === policy.key),
		),
	);
	const settings = $derived.by((): JsonObject => {
		const named = info?.presets?.find(({ id }) => id === policy.preset)?.settings;
		return { ...named, ...policy.settings };
	});
	const styles = $derived(skillStyles(draft.base, lab.info?.skills ?? []));
	const skills = $derived(
		draft.base.skills.flatMap(({ id, name, use, noise }, index): WorkbenchSkill[] =>
			use === 'train'
				? [
						{
							index,
							id,
							name,
							trained: true,
							style: styles[index],
							info: lab.skill(id),
							noise,
							examples: lab.skill(id)?.counts.train,
						},
					]
				: [],
		),
	);
	/** Replaces the label too if it is the policy's title. */
	function pick(id: string) {
		const isTitle = policy.label === info?.title || policy.label === policy.id;
		const { key, steps } = policy;
		draft.changePolicy({
			key,
			id,
			settings: {},
			label: isTitle ? draft.freeLabel(lab.policy(id)?.title ?? id) : policy.label,
			...(steps !== undefined && { steps }),
		});
	}
	/** Stores all settings, since a preset may change. */
	function set(changed: JsonObject) {
		const { preset: _, ...others } = policy;
		draft.changePolicy({ ...others, settings: changed });
	}
	const change = (name: string, value: Json) => set({ ...settings, [name]: value });
	function takeMean(label: string) {
		const { meanOf: _, ...others } = policy;
		draft.changePolicy(label === '' ? others : { ...others, meanOf: label });
	}
	async () => {
		{
			svelteHTML.createElement('div', { class: `policy` });
			{
				svelteHTML.createElement('input', {
					type: `text`,
					maxlength: 100,
					'aria-label': text.label,
					value: policy.label,
					onchange: (event) => draft.changePolicy({ ...policy, label: event.currentTarget.value }),
				});
			}
			{
				const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
				new $$_tceleS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.policy,
						labelHidden: true,
						value: policy.id,
						options,
						onchange: pick,
					},
				});
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						kind: `quiet`,
						'aria-label': text.remove(policy.label),
						title: text.remove(policy.label),
						onclick: () => draft.removePolicy(policy.key),
					},
				});
				Button;
			}
		}
		if (takesMean && before.length > 0) {
			{
				svelteHTML.createElement('div', { class: `mean` });
				{
					const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS1C({
						target: __sveltets_2_any(),
						props: {
							label: text.meanOf,
							value: policy.meanOf ?? '',
							options: [
								{ value: '', label: text.noTarget },
								...before.map(({ label }) => ({ value: label, label })),
							],
							onchange: takeMean,
						},
					});
				}
			}
		}
		if (fields.length > 0) {
			{
				svelteHTML.createElement('details', {});
				{
					svelteHTML.createElement('summary', {});
					text.settings;
					fields.length;
				}
				{
					svelteHTML.createElement('div', { class: `settings` });
					if (info?.presets && info.presets.length > 0) {
						{
							const $$_eciohCteserP2C = __sveltets_2_ensureComponent(PresetChoice);
							new $$_eciohCteserP2C({
								target: __sveltets_2_any(),
								props: { policy: info, settings, onchange: set },
							});
						}
					}
					for (let [name, spec] of __sveltets_2_ensureArray(fields)) {
						`${policy.id}.${name}`;
						{
							const $$_dleiFretemaraP2C = __sveltets_2_ensureComponent(ParameterField);
							new $$_dleiFretemaraP2C({
								target: __sveltets_2_any(),
								props: {
									spec,
									value: settings[name] ?? defaultOf(spec),
									skills,
									onchange: (value) => change(name, value),
								},
							});
						}
					}
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
const PolicyRow__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type PolicyRow__SvelteComponent_ = ReturnType<
	typeof PolicyRow__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default PolicyRow__SvelteComponent_;
