///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Explain from '#page/components/Explain.svelte';
import Progress from '#page/components/Progress.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import SkillName from '#page/components/SkillName.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { getRepeats } from './SeedRepeats.svelte.ts';
import RunFiles from './RunFiles.svelte';
import SaveChart from '#page/charts/SaveChart.svelte';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';
import Expected from './Expected.svelte';
import RunFileButton from '#page/components/RunFileButton.svelte';
import ComparisonCaveat from './ComparisonCaveat.svelte';
import { resultRows, resultsFigure } from './results.ts';
function $$render() {
	const seedsWanted = 3;
	const lab = getLab();
	const workbench = getWorkbench();
	const repeats = getRepeats();

	$effect(() => {
		if (lab.run) void repeats.load(lab.run.experiment);
		if (lab.ghost) void repeats.load(lab.ghost.experiment);
	});
	const seeds = $derived(lab.experiment ? repeats.of(lab.experiment) : new Map());
	const table = $derived.by(() => {
		const { history } = workbench;
		if (!history.base || !history.latest || !lab.experiment) return null;
		return resultRows({
			experiment: lab.experiment,
			base: history.base,
			tuned: history.latest,
			seeds: [...seeds],
			ghost: lab.ghost?.history.latest && {
				experiment: lab.ghost.experiment,
				tuned: lab.ghost.history.latest,
				seeds: [...repeats.of(lab.ghost.experiment)],
			},
		});
	});
	const spread = (half: number | null) => (half === null ? '' : ` ± ${(100 * half).toFixed(0)}`);
	async () => {
		if (lab.linked?.expected) {
			{
				const $$_detcepxE0C = __sveltets_2_ensureComponent(Expected);
				new $$_detcepxE0C({
					target: __sveltets_2_any(),
					props: { linked: lab.linked, expected: lab.linked.expected },
				});
			}
		}
		if (table) {
			{
				svelteHTML.createElement('table', { class: `figures` });
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					explainWords.results.title;
				}
				{
					svelteHTML.createElement('thead', {});
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `col` });
							words.common.skill;
						}
						{
							svelteHTML.createElement('th', { scope: `col`, class: `number` });
							explainWords.results.exact;
						}
						{
							svelteHTML.createElement('th', { scope: `col`, class: `number` });
							explainWords.results.loss;
						}
						if (lab.ghost) {
							{
								svelteHTML.createElement('th', { scope: `col` });
								explainWords.results.versus;
								{
									const $$_nialpxE4C = __sveltets_2_ensureComponent(Explain);
									new $$_nialpxE4C({
										target: __sveltets_2_any(),
										props: {
											term: explainWords.results.versus,
											text: explainWords.results.versusHelp,
										},
									});
								}
							}
						}
					}
				}
				{
					svelteHTML.createElement('tbody', {});
					for (let row of __sveltets_2_ensureArray(table.skills)) {
						let i = 1;
						workbench.skills[i]?.id;
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								{
									const $$_kraMllikS4C = __sveltets_2_ensureComponent(SkillMark);
									new $$_kraMllikS4C({
										target: __sveltets_2_any(),
										props: { style: workbench.skills[i].style },
									});
								}
								{
									const $$_emaNllikS4C = __sveltets_2_ensureComponent(SkillName);
									new $$_emaNllikS4C({
										target: __sveltets_2_any(),
										props: { name: workbench.skills[i].name },
									});
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								if (row.exact !== null) {
									{
										svelteHTML.createElement('span', { class: `quiet` });
										format.percent(row.baseExact).replace(' %', '');
									}
									{
										svelteHTML.createElement('b', {});
										format.percent(row.exact).replace(' %', '');
									}
									spread(row.half);
									if (row.byChance && row.half === null && !lab.ghost) {
										{
											svelteHTML.createElement('span', { class: `word` });
											explainWords.results.noise;
										}
									}
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								if (!lab.ghost) {
									{
										svelteHTML.createElement('span', { class: `quiet` });
										format.loss(row.baseLoss);
									}
								}
								format.loss(row.loss);
							}
							if (lab.ghost) {
								{
									svelteHTML.createElement('td', {});
									{
										const $$_taevaCnosirapmoC4C = __sveltets_2_ensureComponent(ComparisonCaveat);
										new $$_taevaCnosirapmoC4C({
											target: __sveltets_2_any(),
											props: { versus: row.versus },
										});
									}
								}
							}
						}
					}
					for (let row of __sveltets_2_ensureArray(table.overall)) {
						row.name;
						{
							svelteHTML.createElement('tr', { class: `overall` });
							{
								svelteHTML.createElement('th', { scope: `row` });
								row.name;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								{
									svelteHTML.createElement('span', { class: `quiet` });
									format.percent(row.baseExact).replace(' %', '');
								}
								{
									svelteHTML.createElement('b', {});
									format.percent(row.exact).replace(' %', '');
								}
								spread(row.half);
							}
							{
								svelteHTML.createElement('td', {});
							}
							if (lab.ghost) {
								{
									svelteHTML.createElement('td', {});
									{
										const $$_taevaCnosirapmoC4C = __sveltets_2_ensureComponent(ComparisonCaveat);
										new $$_taevaCnosirapmoC4C({
											target: __sveltets_2_any(),
											props: { versus: row.versus },
										});
									}
								}
							}
						}
					}
				}
			}
			if (lab.run) {
				{
					const $$_seliFnuR0C = __sveltets_2_ensureComponent(RunFiles);
					new $$_seliFnuR0C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							runId: lab.run.id,
						},
					});
					{
						const $$_trahCevaS1C = __sveltets_2_ensureComponent(SaveChart);
						new $$_trahCevaS1C({
							target: __sveltets_2_any(),
							props: {
								title: explainWords.files.results,
								label: explainWords.files.results,
								picture: () => resultsFigure(table, workbench.skills),
							},
						});
					}
					{
						const $$_nottuBeliFnuR1C = __sveltets_2_ensureComponent(RunFileButton);
						new $$_nottuBeliFnuR1C({ target: __sveltets_2_any(), props: { runId: lab.run.id } });
					}
					RunFiles;
				}
			}
			if (repeats.current) {
				const current = repeats.current;
				{
					svelteHTML.createElement('div', { class: `repeat` });
					{
						const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
						new $$_ssergorP1C({
							target: __sveltets_2_any(),
							props: {
								label: explainWords.results.repeating(
									current.experiment.seed,
									current.step,
									current.progress.ends,
								),
								fraction: current.progress.fraction,
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
								onclick: () => void repeats.cancel(),
							},
						});
						words.common.cancel;
						Button;
					}
				}
			} else {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					seeds.size > 1 ? explainWords.results.seeds(seeds.size) : explainWords.results.oneRun;
				}
				if (seeds.size < seedsWanted && lab.run?.status.kind === 'finished') {
					{
						svelteHTML.createElement('div', {});
						{
							const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB1C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => lab.run && void repeats.repeat(lab.run.experiment, seedsWanted),
								},
							});
							explainWords.results.repeat;
							Button;
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
const Results__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Results__SvelteComponent_ = ReturnType<typeof Results__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Results__SvelteComponent_;
