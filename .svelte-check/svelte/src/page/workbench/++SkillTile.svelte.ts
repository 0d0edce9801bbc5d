///<reference types="svelte" />
import Chart from '#page/charts/Chart.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import { getWorkbench, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
import { isChance } from './chance.ts';
import { lossPanel, skillFigure } from '#page/charts/figures/skillFigure.ts';
import SkillTags from './SkillTags.svelte';

type $$ComponentProps = { skill: WorkbenchSkill };
function $$render() {
	let { skill }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const workbench = getWorkbench();
	const view = getView();

	const values = $derived(workbench.values(skill.index));
	const panel = $derived(lossPanel(workbench, skill, { small: true }));
	const change = $derived(
		values.exact === null || values.baseExact === null ? null : values.exact - values.baseExact,
	);
	const byChance = $derived(
		isChance(
			values.exact === null ? null : { share: values.exact, of: values.examples },
			values.baseExact === null ? null : { share: values.baseExact, of: values.examples },
		),
	);
	const label = $derived(workbench.inWords(skill));
	const save = $derived({
		title: skill.name,
		picture: () => skillFigure(workbench, skill),
	});
	async () => {
		{
			svelteHTML.createElement('article', {
				class: `tile`,
				...__sveltets_2_empty({ 'data-explain': `skills` }),
			});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h3', {});
					{
						svelteHTML.createElement('button', {
							type: `button`,
							onclick: () => view.toggleFocus(skill.index),
							title: words.skills.focus(skill.name, skill.index + 1),
							'aria-keyshortcuts': skill.index < 9 ? String(skill.index + 1) : undefined,
						});
						{
							const $$_kraMllikS4C = __sveltets_2_ensureComponent(SkillMark);
							new $$_kraMllikS4C({ target: __sveltets_2_any(), props: { style: skill.style } });
						}
						{
							svelteHTML.createElement('span', { class: `name` });
							skill.name;
						}
					}
				}
				{
					const $$_sgaTllikS2C = __sveltets_2_ensureComponent(SkillTags);
					new $$_sgaTllikS2C({ target: __sveltets_2_any(), props: { skill } });
				}
				{
					svelteHTML.createElement('span', { class: `figure` });
					if (skill.info?.scorer === 'loss') {
						format.loss(values.loss);
						{
							svelteHTML.createElement('small', {});
							words.skills.loss;
						}
					} else {
						format.percent(values.exact);
						if (change !== null && values.loss !== values.baseLoss) {
							{
								svelteHTML.createElement('small', {
									title: byChance ? words.skills.byChance : undefined,
								});
								change > 0 && !byChance;
								change < 0 && !byChance;
								format.points(change);
							}
						}
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `plot` });
				{
					const $$_trahC2C = __sveltets_2_ensureComponent(Chart);
					new $$_trahC2C({
						target: __sveltets_2_any(),
						props: { panel, switches: workbench.switchMarks, label, small: true, save },
					});
				}
			}
			{
				svelteHTML.createElement('footer', { class: `quiet` });
				{
					svelteHTML.createElement('span', {});
					if (!skill.trained) {
						words.skills.watched;
					} else if (values.drawn > 0) {
						words.skills.usedEpochs((values.drawn / (skill.examples ?? values.drawn)).toFixed(1));
						{
							svelteHTML.createElement('span', { class: `more` });
							words.skills.usedTokens(values.tokens);
						}
					} else if (skill.examples !== undefined) {
						words.skills.size(skill.examples);
					}
				}
				if (skill.info?.scorer !== 'loss' && values.loss !== null) {
					{
						svelteHTML.createElement('span', {});
						words.skills.loss;
						format.loss(values.loss);
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
const SkillTile__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillTile__SvelteComponent_ = ReturnType<
	typeof SkillTile__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillTile__SvelteComponent_;
