///<reference types="svelte" />
import { Popover } from 'bits-ui';
import Chart from '#page/charts/Chart.svelte';
import Explain from '#page/components/Explain.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import { plotLeft, plotRight } from '#page/charts/scales.ts';
import { getWorkbench, getLab, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import ForkForm from '#page/policy/ForkForm.svelte';
import { words } from '#page/words/words.ts';
import { mixFigure, mixPanel } from '#page/charts/figures/mixFigure.ts';
import Checkpoints from './Checkpoints.svelte';
import MixTable from './MixTable.svelte';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const view = getView();

	const panel = $derived(mixPanel(workbench));
	const shareOf = (index: number) =>
		workbench.step > 0 ? workbench.history.weights[index][workbench.step] : null;
	const label = $derived(
		words.over.chart(
			workbench.history.length,
			workbench.trained
				.map(({ name, index }) => `${name} ${format.percent(shareOf(index))}`)
				.join(', '),
		),
	);
	const save = {
		title: words.over.title,
		picture: () => mixFigure(workbench),
	};
	/** The step of the mark that is open. */
	let opened = $state<number | null>(null);
	const title = (id: string) => lab.policy(id)?.title ?? id;
	const marks = $derived(
		(lab.experiment?.policy ?? []).map((segment, i, all) => ({
			...segment,
			title: title(segment.id),
			before: i > 0 ? title(all[i - 1].id) : null,
			left: segment.fromStep / workbench.steps,
			width: ((all[i + 1]?.fromStep ?? workbench.steps) - segment.fromStep) / workbench.steps,
		})),
	);
	async () => {
		{
			svelteHTML.createElement('section', {
				'aria-labelledby': `over-title`,
				...__sveltets_2_empty({ 'data-explain': `over` }),
			});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h2', { class: `section-title`, id: `over-title` });
					words.over.title;
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: words.over.title, text: words.over.explain },
					});
				}
				{
					svelteHTML.createElement('ul', { class: `legend quiet`, 'aria-hidden': `true` });
					for (let skill of __sveltets_2_ensureArray(workbench.trained)) {
						skill.id;
						{
							svelteHTML.createElement('li', {});
							{
								const $$_kraMllikS4C = __sveltets_2_ensureComponent(SkillMark);
								new $$_kraMllikS4C({ target: __sveltets_2_any(), props: { style: skill.style } });
							}
							{
								const $$_emaNllikS4C = __sveltets_2_ensureComponent(SkillName);
								new $$_emaNllikS4C({ target: __sveltets_2_any(), props: { name: skill.name } });
							}
						}
					}
				}
			}
			if (view.tables) {
				{
					const $$_elbaTxiM1C = __sveltets_2_ensureComponent(MixTable);
					new $$_elbaTxiM1C({ target: __sveltets_2_any(), props: {} });
				}
			} else {
				{
					svelteHTML.createElement('div', { class: `marks` });
					__sveltets_2_ensureType(String, Number, `${plotLeft}px`);
					__sveltets_2_ensureType(String, Number, `${plotRight}px`);
					for (let mark of __sveltets_2_ensureArray(marks)) {
						mark.fromStep;
						{
							svelteHTML.createElement('div', { class: `mark` });
							__sveltets_2_ensureType(String, Number, `${100 * mark.left}%`);
							__sveltets_2_ensureType(String, Number, `max(16px, ${100 * mark.width}%)`);
							{
								const $$_tooR_revopoP3C = __sveltets_2_ensureComponent(Popover.Root);
								new $$_tooR_revopoP3C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										open: opened === mark.fromStep,
										onOpenChange: (open) => (opened = open ? mark.fromStep : null),
									},
								});
								{
									const $$_reggirT_revopoP4C = __sveltets_2_ensureComponent(Popover.Trigger);
									new $$_reggirT_revopoP4C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
											class: `mark-trigger`,
											'aria-label': words.over.mark(mark.fromStep, mark.title),
										},
									});
									{
										svelteHTML.createElement('span', { 'aria-hidden': `true` });
									}
									mark.title;
									Popover.Trigger;
								}
								{
									const $$_latroP_revopoP4C = __sveltets_2_ensureComponent(Popover.Portal);
									new $$_latroP_revopoP4C({
										target: __sveltets_2_any(),
										props: {
											children: () => {
												return __sveltets_2_any(0);
											},
										},
									});
									{
										const $$_tnetnoC_revopoP5C = __sveltets_2_ensureComponent(Popover.Content);
										new $$_tnetnoC_revopoP5C({
											target: __sveltets_2_any(),
											props: {
												children: () => {
													return __sveltets_2_any(0);
												},
												class: `layer explanation`,
												sideOffset: 4,
											},
										});
										{
											svelteHTML.createElement('p', {});
											{
												svelteHTML.createElement('strong', {});
												words.over.mark(mark.fromStep, mark.title);
											}
										}
										if (mark.before) {
											{
												svelteHTML.createElement('p', {});
												words.over.switched(mark.before, mark.title);
											}
											if (lab.run) {
												{
													svelteHTML.createElement('p', { class: `quiet` });
													words.fork.explain;
												}
												{
													const $$_mroFkroF6C = __sveltets_2_ensureComponent(ForkForm);
													new $$_mroFkroF6C({
														target: __sveltets_2_any(),
														props: {
															run: lab.run,
															checkpoints: [mark.fromStep],
															onforked: () => (opened = null),
														},
													});
												}
											}
										} else {
											{
												svelteHTML.createElement('p', {});
												words.over.start(mark.title);
											}
										}
										Popover.Content;
									}
									Popover.Portal;
								}
								Popover.Root;
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
							props: { panel, switches: workbench.switchMarks, label, save },
						});
					}
				}
				{
					svelteHTML.createElement('div', { class: `checkpoints` });
					__sveltets_2_ensureType(String, Number, `${plotLeft}px`);
					__sveltets_2_ensureType(String, Number, `${plotRight}px`);
					{
						const $$_stniopkcehC2C = __sveltets_2_ensureComponent(Checkpoints);
						new $$_stniopkcehC2C({ target: __sveltets_2_any(), props: {} });
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
const MixOverTime__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MixOverTime__SvelteComponent_ = ReturnType<
	typeof MixOverTime__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default MixOverTime__SvelteComponent_;
