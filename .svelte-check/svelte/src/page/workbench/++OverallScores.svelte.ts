///<reference types="svelte" />
import Chart from '#page/charts/Chart.svelte';
import { overallColumns } from '#page/charts/columns.ts';
import type { CurvePanel } from '#page/charts/figure.ts';
import Explain from '#page/components/Explain.svelte';
import { getWorkbench, getLab, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { curveFigure } from '#page/charts/figures/curveFigure.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const view = getView();
	const now = $derived(workbench.history.evaluationAt(workbench.step));
	const ghost = $derived(lab.ghost?.history.evaluationAt(workbench.step));
	const worst = $derived(now?.worstExact);
	const panel = $derived.by((): CurvePanel => {
		void lab.ghost?.revision;
		const { history, steps, ghostName } = workbench;
		return {
			kind: 'curves',
			title: words.mix.exactMatch,
			steps,
			top: 1,
			unit: (share) => format.percent(share),
			data: overallColumns(history, lab.ghost?.history),
			lines: [
				{ label: `${words.mix.average}, ${ghostName}`, stroke: 'var(--ink-2)', width: 1 },
				{
					label: `${words.mix.worst}, ${ghostName}`,
					stroke: 'var(--ink-2)',
					width: 1,
					dash: [3, 3],
				},
				{ label: words.mix.average, stroke: 'var(--ink)', width: 2, points: true },
				{ label: words.mix.worst, stroke: 'var(--ink)', width: 1.5, dash: [4, 3], points: true },
			],
		};
	});
	const save = {
		title: words.mix.exactMatch,
		picture: () => curveFigure('exact-match', words.mix.averageShort, panel, workbench.switchMarks),
	};
	const label = $derived(
		words.mix.standing(format.percent(now?.averageExact), format.percent(worst?.exact)),
	);
	async () => {
		{
			svelteHTML.createElement('div', { class: `what quiet` });
			{
				svelteHTML.createElement('h3', {});
				words.mix.exactMatch;
			}
			{
				const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
				new $$_nialpxE1C({
					target: __sveltets_2_any(),
					props: { term: words.mix.averageShort, text: words.mix.averageHelp },
				});
			}
		}
		{
			svelteHTML.createElement('dl', {});
			{
				svelteHTML.createElement('div', {});
				{
					svelteHTML.createElement('dt', { class: `quiet` });
					{
						svelteHTML.createElement('i', {});
					}
					words.mix.average;
				}
				{
					svelteHTML.createElement('dd', {});
					{
						svelteHTML.createElement('b', {});
						format.percent(now?.averageExact);
					}
					if (ghost) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							format.percent(ghost.averageExact);
						}
					}
				}
			}
			{
				svelteHTML.createElement('div', {});
				{
					svelteHTML.createElement('dt', { class: `quiet` });
					{
						svelteHTML.createElement('i', { class: `dashed` });
					}
					words.mix.worst;
				}
				{
					svelteHTML.createElement('dd', {});
					{
						svelteHTML.createElement('b', {});
						format.percent(worst?.exact);
					}
					if (ghost) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							format.percent(ghost.worstExact?.exact);
						}
					}
					if (worst && !ghost) {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							workbench.skills[worst.skill]?.name;
						}
					}
				}
			}
		}
		if (!view.tables) {
			{
				svelteHTML.createElement('div', { class: `plot` });
				{
					const $$_trahC1C = __sveltets_2_ensureComponent(Chart);
					new $$_trahC1C({
						target: __sveltets_2_any(),
						props: { panel, switches: workbench.switchMarks, label, save },
					});
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
const OverallScores__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type OverallScores__SvelteComponent_ = ReturnType<
	typeof OverallScores__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default OverallScores__SvelteComponent_;
