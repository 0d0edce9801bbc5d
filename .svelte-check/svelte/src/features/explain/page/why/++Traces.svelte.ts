///<reference types="svelte" />
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import type { Explanation } from '#mixing/policy.ts';
import { getView } from '#page/state/context.ts';
import { none } from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../../words.en.ts';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
interface Props {
	traces: Explanation['traces'];
	/** The shown skills; a trace has a value for each skill of the experiment. */
	skills: readonly WorkbenchSkill[];
}
function $$render() {
	let { traces, skills }: Props = $props();
	const view = getView();

	const largest = $derived(
		traces.map(({ values }) =>
			Math.max(...values.map((value) => Math.abs(value ?? 0)), Number.MIN_VALUE),
		),
	);
	const text = (value: number | null) => (value === null ? none : Number(value.toPrecision(3)));
	async () => {
		{
			svelteHTML.createElement('table', { class: `figures` });
			{
				svelteHTML.createElement('caption', { class: `visually-hidden` });
				explainWords.why.traces;
			}
			{
				svelteHTML.createElement('thead', {});
				{
					svelteHTML.createElement('tr', {});
					{
						svelteHTML.createElement('th', { scope: `col` });
						words.common.skill;
					}
					for (let trace of __sveltets_2_ensureArray(traces)) {
						trace.label;
						{
							svelteHTML.createElement('th', { scope: `col` });
							trace.label;
						}
					}
				}
			}
			{
				svelteHTML.createElement('tbody', {});
				for (let skill of __sveltets_2_ensureArray(skills)) {
					skill.id;
					{
						svelteHTML.createElement('tr', {});
						view.focus === skill.index;
						{
							svelteHTML.createElement('th', { scope: `row` });
							{
								const $$_kraMllikS4C = __sveltets_2_ensureComponent(SkillMark);
								new $$_kraMllikS4C({ target: __sveltets_2_any(), props: { style: skill.style } });
							}
							{
								const $$_emaNllikS4C = __sveltets_2_ensureComponent(SkillName);
								new $$_emaNllikS4C({ target: __sveltets_2_any(), props: { name: skill.name } });
							}
						}
						for (let trace of __sveltets_2_ensureArray(traces)) {
							let t = 1;
							trace.label;
							const value = trace.values[skill.index] ?? null;
							{
								svelteHTML.createElement('td', {});
								{
									svelteHTML.createElement('span', { class: `bar` });
									__sveltets_2_ensureType(
										String,
										Number,
										`${(48 * Math.abs(value ?? 0)) / largest[t]}px`,
									);
									__sveltets_2_ensureType(String, Number, skill.style.color);
								}
								text(value);
							}
						}
					}
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
const Traces__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Traces__SvelteComponent_ = ReturnType<typeof Traces__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Traces__SvelteComponent_;
