///<reference types="svelte" />
import Chart from '#page/charts/Chart.svelte';
import { wrongColumns } from '#page/charts/columns.ts';
import type { CurvePanel } from '#page/charts/figure.ts';
import { curveFigure } from '#page/charts/figures/curveFigure.ts';
import Part from '#page/workbench/Part.svelte';
import { getWorkbench, getLab, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { tableSteps } from '#page/workbench/tableSteps.ts';
import { wrongShareOfPool } from '#page/workbench/pool.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../../words.en.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const view = getView();
	const pool = $derived(
		lab.experiment ? wrongShareOfPool(lab.experiment, lab.info?.skills ?? []) : null,
	);
	const now = $derived(workbench.history.wrongShare(workbench.step));
	const steps = $derived(
		tableSteps(
			workbench.history.length,
			workbench.history.evaluations.map(({ step }) => step),
			workbench.switches,
		),
	);
	const panel = $derived<CurvePanel>({
		kind: 'curves',
		title: explainWords.picks.wrong,
		steps: workbench.steps,
		unit: (share) => format.percent(share),
		data: wrongColumns(workbench.history, pool),
		lines: [
			{ label: explainWords.picks.poolLine, stroke: 'var(--ink)', width: 1, dash: [4, 4] },
			{ label: explainWords.picks.batch, stroke: 'var(--bad)', width: 1, opacity: 0.45 },
			{ label: explainWords.picks.soFar, stroke: 'var(--bad)', width: 2 },
		],
	});
	const save = {
		title: explainWords.picks.wrongTitle,
		picture: () =>
			curveFigure('wrong-answers', explainWords.picks.wrongTitle, panel, workbench.switchMarks),
	};
	async () => {
		if (now !== null) {
			{
				const $$_traP0C = __sveltets_2_ensureComponent(Part);
				new $$_traP0C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title: explainWords.picks.wrong,
						term: explainWords.picks.wrongTitle,
						help: explainWords.picks.wrongHelp,
					},
				});
				{
					svelteHTML.createElement('p', {});
					{
						svelteHTML.createElement('b', {});
						explainWords.picks.wrongNow(now);
					}
					if (pool !== null) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							explainWords.picks.pool(pool);
						}
					}
				}
				if (view.tables) {
					{
						svelteHTML.createElement('table', {});
						{
							svelteHTML.createElement('caption', { class: `visually-hidden` });
							explainWords.picks.wrongTitle;
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
									explainWords.picks.batch;
								}
								{
									svelteHTML.createElement('th', { scope: `col`, class: `number` });
									explainWords.picks.soFar;
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
									{
										svelteHTML.createElement('td', { class: `number` });
										format.percent(workbench.history.wrong[step]);
									}
									{
										svelteHTML.createElement('td', { class: `number` });
										format.percent(workbench.history.wrongShare(step));
									}
								}
							}
						}
					}
				} else {
					{
						svelteHTML.createElement('div', { class: `plot` });
						{
							const $$_trahC2C = __sveltets_2_ensureComponent(Chart);
							new $$_trahC2C({
								target: __sveltets_2_any(),
								props: {
									panel,
									switches: workbench.switchMarks,
									save,
									label: explainWords.picks.wrongChart(format.percent(now), format.percent(pool)),
								},
							});
						}
					}
					{
						svelteHTML.createElement('p', { class: `legend quiet`, 'aria-hidden': `true` });
						{
							svelteHTML.createElement('span', {});
							{
								svelteHTML.createElement('i', { class: `thin` });
							}
							explainWords.picks.batch;
						}
						{
							svelteHTML.createElement('span', {});
							{
								svelteHTML.createElement('i', { class: `thick` });
							}
							explainWords.picks.soFar;
						}
						if (pool !== null) {
							{
								svelteHTML.createElement('span', {});
								{
									svelteHTML.createElement('i', { class: `dashed` });
								}
								explainWords.picks.poolLine;
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
const WrongShare__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type WrongShare__SvelteComponent_ = ReturnType<
	typeof WrongShare__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default WrongShare__SvelteComponent_;
