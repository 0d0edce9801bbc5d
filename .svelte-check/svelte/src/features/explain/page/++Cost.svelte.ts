///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Part from '#page/workbench/Part.svelte';
import Progress from '#page/components/Progress.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { FullDataRun } from './FullDataRun.svelte.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';
import { runCosts } from './costs.ts';
function $$render() {
	const text = explainWords.cost;
	const lab = getLab();
	const workbench = getWorkbench();
	const full = new FullDataRun(lab);
	const costs = $derived(lab.run && runCosts(lab.run, lab.run.experiment, lab.info?.skills ?? []));
	const together = $derived(costs ? costs.run + costs.preparation : 0);
	const probing = $derived(workbench.history.probeShare(workbench.history.length));
	const ofFull = (updates: number) =>
		costs?.fullData ? text.share(updates / costs.fullData) : format.none;
	async () => {
		if (lab.run && costs && (costs.measured > 0 || costs.preparation > 0)) {
			const { run } = lab;
			{
				const $$_traP0C = __sveltets_2_ensureComponent(Part);
				new $$_traP0C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title: text.title,
						help: text.help,
					},
				});
				{
					svelteHTML.createElement('table', { class: `figures` });
					{
						svelteHTML.createElement('caption', { class: `visually-hidden` });
						text.title;
					}
					{
						svelteHTML.createElement('thead', { class: `visually-hidden` });
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `col` });
								text.title;
							}
							{
								svelteHTML.createElement('th', { scope: `col` });
								text.updates;
							}
							{
								svelteHTML.createElement('th', { scope: `col` });
								text.fullData;
							}
						}
					}
					{
						svelteHTML.createElement('tbody', {});
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								text.updates;
								text.ofRun;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								format.count(costs.run);
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								ofFull(costs.run);
							}
						}
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								text.updates;
								text.ofPreparation;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								format.count(costs.preparation);
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								ofFull(costs.preparation);
							}
						}
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								{
									svelteHTML.createElement('b', {});
									text.updates;
									text.all;
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								{
									svelteHTML.createElement('b', {});
									format.count(together);
								}
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								{
									svelteHTML.createElement('b', {});
									ofFull(together);
								}
							}
						}
						if (costs.fullData !== null) {
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row` });
									text.fullData;
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									format.count(costs.fullData);
								}
								{
									svelteHTML.createElement('td', {});
								}
							}
						}
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								text.measured;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								format.count(costs.measured);
							}
							{
								svelteHTML.createElement('td', {});
							}
						}
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `row` });
								text.preparing;
							}
							{
								svelteHTML.createElement('td', { class: `number` });
								format.duration(costs.milliseconds);
							}
							{
								svelteHTML.createElement('td', {});
							}
						}
						if (probing !== null) {
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row` });
									words.run.probing;
								}
								{
									svelteHTML.createElement('td', { class: `number` });
									format.percent(probing);
								}
								{
									svelteHTML.createElement('td', {});
								}
							}
						}
					}
				}
				if (full.current) {
					const { step, experiment } = full.current;
					{
						svelteHTML.createElement('div', { class: `training`, role: `status` });
						{
							const $$_ssergorP2C = __sveltets_2_ensureComponent(Progress);
							new $$_ssergorP2C({
								target: __sveltets_2_any(),
								props: {
									label: text.training(step, experiment.steps),
									fraction: step / experiment.steps,
								},
							});
						}
						{
							const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB2C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									onclick: () => void full.cancel(),
								},
							});
							words.common.cancel;
							Button;
						}
					}
				} else if (costs.fullData !== null && run.ended) {
					const steps = costs.fullData;
					if (full.isCompared(run.experiment, steps)) {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							text.compared;
						}
					} else {
						{
							svelteHTML.createElement('div', {});
							{
								const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
								new $$_nottuB2C({
									target: __sveltets_2_any(),
									props: {
										children: () => {
											return __sveltets_2_any(0);
										},
										title: text.startFullHelp(steps),
										onclick: () => void full.compare(run.experiment, steps),
									},
								});
								full.storedOf(run.experiment, steps) === undefined ? text.startFull : text.showFull;
								Button;
							}
						}
					}
				}
				Part;
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
const Cost__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Cost__SvelteComponent_ = ReturnType<typeof Cost__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Cost__SvelteComponent_;
