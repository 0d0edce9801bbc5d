///<reference types="svelte" />
import Chart from '#page/charts/Chart.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import { getWorkbench, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
import { exactPanel, lossPanel, skillFigure } from '#page/charts/figures/skillFigure.ts';
import SkillTags from './SkillTags.svelte';

type $$ComponentProps = { skill: WorkbenchSkill };
function $$render() {
	let { skill }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const workbench = getWorkbench();
	const view = getView();

	const values = $derived(workbench.values(skill.index));
	const hasExact = $derived(skill.info?.scorer !== 'loss');
	const loss = $derived(lossPanel(workbench, skill));
	const exact = $derived(exactPanel(workbench, skill));
	const label = $derived(workbench.inWords(skill));
	const save = $derived({
		title: skill.name,
		picture: () => skillFigure(workbench, skill),
	});
	async () => {
		{
			svelteHTML.createElement('article', { class: `focus`, 'aria-label': skill.name });
			{
				svelteHTML.createElement('header', {});
				{
					const $$_kraMllikS2C = __sveltets_2_ensureComponent(SkillMark);
					new $$_kraMllikS2C({ target: __sveltets_2_any(), props: { style: skill.style } });
				}
				{
					svelteHTML.createElement('h3', {});
					skill.name;
				}
				{
					const $$_sgaTllikS2C = __sveltets_2_ensureComponent(SkillTags);
					new $$_sgaTllikS2C({ target: __sveltets_2_any(), props: { skill, full: true } });
				}
				{
					svelteHTML.createElement('span', { class: `quiet figures` });
					words.skills.atStep(workbench.step);
					words.skills.loss;
					format.loss(values.loss);
					hasExact ? ` · ${format.percent(values.exact)}` : '';
				}
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				skill.info?.about ?? '';
				skill.info?.heldOutIs === 'recall' ? words.skills.recallHelp : '';
				skill.noise ? words.skills.noiseHelp : '';
			}
			if (view.tables) {
				{
					svelteHTML.createElement('table', {});
					{
						svelteHTML.createElement('caption', { class: `visually-hidden` });
						words.skills.measured(skill.name);
					}
					{
						svelteHTML.createElement('thead', {});
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								words.common.step;
							}
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								words.skills.training;
							}
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								words.skills.heldOut;
							}
							{
								svelteHTML.createElement('th', { scope: `col`, class: `number` });
								words.skills.exact;
							}
						}
					}
					{
						svelteHTML.createElement('tbody', {});
						for (let evaluation of __sveltets_2_ensureArray(workbench.history.evaluations)) {
							evaluation.step;
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row`, class: `number` });
									evaluation.step;
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									format.loss(loss.data[3][evaluation.step]);
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									format.loss(evaluation.skills[skill.index]?.loss);
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									format.percent(evaluation.skills[skill.index]?.exact);
								}
							}
						}
					}
				}
			} else {
				{
					svelteHTML.createElement('div', { class: `plots` });
					!hasExact;
					{
						svelteHTML.createElement('p', { class: `quiet caption` });
						words.skills.lossAxis;
					}
					{
						const $$_trahC2C = __sveltets_2_ensureComponent(Chart);
						new $$_trahC2C({
							target: __sveltets_2_any(),
							props: { panel: loss, switches: workbench.switchMarks, label, save },
						});
					}
					if (hasExact) {
						{
							svelteHTML.createElement('p', { class: `quiet caption` });
							words.skills.exactAxis;
						}
						{
							const $$_trahC2C = __sveltets_2_ensureComponent(Chart);
							new $$_trahC2C({
								target: __sveltets_2_any(),
								props: { panel: exact, switches: workbench.switchMarks, label },
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
const SkillFocus__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillFocus__SvelteComponent_ = ReturnType<
	typeof SkillFocus__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillFocus__SvelteComponent_;
