///<reference types="svelte" />
import Select from '#page/components/Select.svelte';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { words } from '#page/words/words.ts';
interface Props {
	label: string;
	/** Id; '': the policy chooses. */
	value: string;
	skills: readonly WorkbenchSkill[];
	onchange: (id: string) => void;
}
function $$render() {
	let { label, value, skills, onchange }: Props = $props();
	/** A listbox has no option with an empty value. */
	const own = '\u0000own';
	const options = $derived([
		{ value: own, label: words.policy.form.ownChoice },
		...skills.map(({ id, name }) => ({ value: id, label: name })),
		...(value !== '' && !skills.some(({ id }) => id === value)
			? [{ value, label: words.policy.form.noLongerTrained(value), disabled: true }]
			: []),
	]);
	async () => {
		{
			const $$_tceleS0C = __sveltets_2_ensureComponent(Select);
			new $$_tceleS0C({
				target: __sveltets_2_any(),
				props: {
					label,
					value: value === '' ? own : value,
					options,
					onchange: (id) => onchange(id === own ? '' : id),
				},
			});
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
const SkillChoice__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillChoice__SvelteComponent_ = ReturnType<
	typeof SkillChoice__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillChoice__SvelteComponent_;
