///<reference types="svelte" />
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { words } from '#page/words/words.ts';
interface Props {
	label: string;
	/** Ids. */
	value: readonly string[];
	skills: readonly WorkbenchSkill[];
	onchange: (ids: readonly string[]) => void;
}
function $$render() {
	let { label, value, skills, onchange }: Props = $props();
	const text = words.policy.form;
	const gone = $derived(value.filter((id) => !skills.some((skill) => skill.id === id)));

	/** In the order of the skills, so that equal choices are equal settings. */
	function tick(id: string, ticked: boolean) {
		onchange(
			skills.flatMap((skill) =>
				(skill.id === id ? ticked : value.includes(skill.id)) ? [skill.id] : [],
			),
		);
	}
	async () => {
		{
			svelteHTML.createElement('fieldset', {});
			{
				svelteHTML.createElement('legend', { class: `quiet` });
				label;
			}
			{
				svelteHTML.createElement('div', { class: `boxes` });
				for (let { id, name, style } of __sveltets_2_ensureArray(skills)) {
					id;
					{
						svelteHTML.createElement('label', {});
						{
							svelteHTML.createElement('input', {
								type: `checkbox`,
								checked: value.includes(id),
								onchange: (event) => tick(id, event.currentTarget.checked),
							});
						}
						{
							const $$_kraMllikS3C = __sveltets_2_ensureComponent(SkillMark);
							new $$_kraMllikS3C({ target: __sveltets_2_any(), props: { style } });
						}
						{
							const $$_emaNllikS3C = __sveltets_2_ensureComponent(SkillName);
							new $$_emaNllikS3C({ target: __sveltets_2_any(), props: { name } });
						}
					}
				}
			}
			if (value.length === 0) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.allSkills;
				}
			}
			for (let id of __sveltets_2_ensureArray(gone)) {
				id;
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.noLongerTrained(id);
				}
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
const SkillBoxes__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillBoxes__SvelteComponent_ = ReturnType<
	typeof SkillBoxes__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillBoxes__SvelteComponent_;
