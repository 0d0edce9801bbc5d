///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import Button from '#page/components/Button.svelte';
import SaveChart from '#page/charts/SaveChart.svelte';
import { getWorkbench, getView } from '#page/state/context.ts';
import { words } from '#page/words/words.ts';
import { allSkillsFigure } from '#page/charts/figures/skillFigure.ts';
import SkillFocus from './SkillFocus.svelte';
import SkillTable from './SkillTable.svelte';
import SkillTile from './SkillTile.svelte';
function $$render() {
	const mostTiles = 12;
	const workbench = getWorkbench();
	const view = getView();
	const focused = $derived(view.focus === null ? undefined : workbench.skills[view.focus]);
	const asTable = $derived(view.tables || workbench.skills.length > mostTiles);
	async () => {
		{
			svelteHTML.createElement('section', {
				'aria-labelledby': `skills-title`,
				...__sveltets_2_empty({ 'data-explain': `skills` }),
			});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h2', { class: `section-title`, id: `skills-title` });
					words.skills.title;
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: words.skills.title, text: words.skills.explain },
					});
				}
				{
					svelteHTML.createElement('ul', { class: `legend quiet`, 'aria-hidden': `true` });
					{
						svelteHTML.createElement('li', {});
						{
							svelteHTML.createElement('i', { class: `thin` });
						}
						words.skills.training;
					}
					{
						svelteHTML.createElement('li', {});
						{
							svelteHTML.createElement('i', { class: `thick` });
						}
						words.skills.heldOut;
					}
					{
						svelteHTML.createElement('li', {});
						{
							svelteHTML.createElement('i', { class: `dashed` });
						}
						words.skills.base;
					}
					if (workbench.ghostName) {
						{
							svelteHTML.createElement('li', {});
							{
								svelteHTML.createElement('i', { class: `ghost` });
							}
							workbench.ghostName;
						}
					}
				}
				if (!asTable && workbench.history.evaluations.length > 0) {
					{
						const $$_trahCevaS2C = __sveltets_2_ensureComponent(SaveChart);
						new $$_trahCevaS2C({
							target: __sveltets_2_any(),
							props: { title: words.skills.title, picture: () => allSkillsFigure(workbench) },
						});
					}
				}
				if (focused) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => view.clearFocus(),
							},
						});
						words.skills.all;
						Button;
					}
				}
			}
			if (asTable) {
				{
					svelteHTML.createElement('div', { class: `rows` });
					if (focused) {
						{
							svelteHTML.createElement('div', {});
							!view.tables;
							{
								const $$_sucoFllikS3C = __sveltets_2_ensureComponent(SkillFocus);
								new $$_sucoFllikS3C({ target: __sveltets_2_any(), props: { skill: focused } });
							}
						}
					}
					{
						const $$_elbaTllikS2C = __sveltets_2_ensureComponent(SkillTable);
						new $$_elbaTllikS2C({ target: __sveltets_2_any(), props: {} });
					}
				}
			} else {
				{
					svelteHTML.createElement('div', { class: `tiles` });
					focused !== undefined;
					if (focused) {
						{
							svelteHTML.createElement('div', { class: `large` });
							{
								const $$_sucoFllikS3C = __sveltets_2_ensureComponent(SkillFocus);
								new $$_sucoFllikS3C({ target: __sveltets_2_any(), props: { skill: focused } });
							}
						}
					}
					for (let skill of __sveltets_2_ensureArray(workbench.skills)) {
						skill.id;
						if (skill !== focused) {
							{
								const $$_eliTllikS2C = __sveltets_2_ensureComponent(SkillTile);
								new $$_eliTllikS2C({ target: __sveltets_2_any(), props: { skill } });
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
const Skills__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Skills__SvelteComponent_ = ReturnType<typeof Skills__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Skills__SvelteComponent_;
