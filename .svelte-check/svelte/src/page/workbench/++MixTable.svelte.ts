///<reference types="svelte" />
import SkillName from '#page/components/SkillName.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { segmentAt } from '#page/state/RunState.svelte.ts';
import { words } from '#page/words/words.ts';
import { tableSteps } from './tableSteps.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const steps = $derived(
		tableSteps(
			workbench.history.length,
			workbench.history.evaluations.map(({ step }) => step),
			workbench.switches,
		),
	);
	/** The policy that drew the batch of this step, counted from 1. */
	const policyOf = (step: number) => {
		const { id } = segmentAt(lab.experiment?.policy ?? [], step - 1);
		return lab.policy(id)?.title ?? id;
	};
	async () => {
		{
			svelteHTML.createElement('div', { class: `rows` });
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					words.over.title;
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col`, class: `number` });
							words.common.step;
						}
						for (let skill of __sveltets_2_ensureArray(workbench.trained)) {
							skill.id;
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								{
									const $$_emaNllikS5C = __sveltets_2_ensureComponent(SkillName);
									new $$_emaNllikS5C({ target: __sveltets_2_any(), props: { name: skill.name } });
								}
							}
						}
						{
							svelteHTML.createElement('th', { scope: `col` });
							words.mix.policy;
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let step of __sveltets_2_ensureArray(steps)) {
						step;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row`, class: `number` });
								step;
							}
							for (let skill of __sveltets_2_ensureArray(workbench.trained)) {
								skill.id;
								{
									svelteHTML.createElement('td', { class: `number` });
									format.percent(workbench.history.weights[skill.index][step]);
								}
							}
							{
								svelteHTML.createElement('td', {});
								policyOf(step);
							}
						}
					}
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
const MixTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MixTable__SvelteComponent_ = ReturnType<typeof MixTable__SvelteComponent_>;
/*Ωignore_endΩ*/ export default MixTable__SvelteComponent_;
