///<reference types="svelte" />
import Explain from '#page/components/Explain.svelte';
import Part from '#page/workbench/Part.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import { getWorkbench, getCursor, getLab } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../../words.en.ts';
import HeatTable from './HeatTable.svelte';
import Influences from './Influences.svelte';
import ThoughtLog from './ThoughtLog.svelte';
import TraceChart from './TraceChart.svelte';
import Traces from './Traces.svelte';
import Transfer from './Transfer.svelte';
import WrongShare from './WrongShare.svelte';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const cursor = getCursor();
	const explanation = $derived(workbench.explanation);
	/** A relative rise of the loss below 2 % is not reported as forgetting. */
	const noticeable = 1.02;
	const watched = $derived(
		workbench.skills
			.filter(({ trained }) => !trained)
			.map((skill) => ({ skill, ...workbench.values(skill.index) }))
			.filter(({ loss }) => loss !== null),
	);
	const said = (name: string, base: number, loss: number) =>
		(loss > noticeable * base ? explainWords.why.forgot : explainWords.why.kept)(
			name,
			format.loss(base),
			format.loss(loss),
		);
	async () => {
		if (explanation) {
			{
				svelteHTML.createElement('p', {});
				if (cursor.step !== null && lab.run) {
					{
						svelteHTML.createElement('span', { class: `quiet` });
						explainWords.log.asOf(workbench.step);
					}
				}
				explanation.sentence;
			}
		} else if (workbench.next.undrawn && explanation === null) {
			{
				svelteHTML.createElement('p', {});
				words.mix.unknown;
			}
		}
		if (lab.run) {
			{
				const $$_goLthguohT0C = __sveltets_2_ensureComponent(ThoughtLog);
				new $$_goLthguohT0C({ target: __sveltets_2_any(), props: { run: lab.run } });
			}
		}
		if (explanation && explanation.traces.length > 0) {
			{
				svelteHTML.createElement('div', { class: `wide` });
				{
					const $$_secarT1C = __sveltets_2_ensureComponent(Traces);
					new $$_secarT1C({
						target: __sveltets_2_any(),
						props: { traces: explanation.traces, skills: workbench.trained },
					});
				}
			}
			if (lab.run) {
				{
					const $$_trahCecarT0C = __sveltets_2_ensureComponent(TraceChart);
					new $$_trahCecarT0C({ target: __sveltets_2_any(), props: { run: lab.run, explanation } });
				}
			}
		}
		for (let { label, about, rows } of __sveltets_2_ensureArray(explanation?.matrices ?? [])) {
			label;
			{
				const $$_traP0C = __sveltets_2_ensureComponent(Part);
				new $$_traP0C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						title: label,
						note: explainWords.matrix.seen,
						about,
					},
				});
				{
					const $$_elbaTtaeH1C = __sveltets_2_ensureComponent(HeatTable);
					new $$_elbaTtaeH1C({
						target: __sveltets_2_any(),
						props: { title: label, rows, skills: workbench.trained },
					});
				}
				Part;
			}
		}
		if (explanation?.matrices) {
			{
				const $$_refsnarT0C = __sveltets_2_ensureComponent(Transfer);
				new $$_refsnarT0C({ target: __sveltets_2_any(), props: {} });
			}
		}
		if (explanation?.influences) {
			{
				const $$_secneulfnI0C = __sveltets_2_ensureComponent(Influences);
				new $$_secneulfnI0C({
					target: __sveltets_2_any(),
					props: { influences: explanation.influences },
				});
			}
		}
		if (workbench.history.length > 0) {
			{
				const $$_erahSgnorW0C = __sveltets_2_ensureComponent(WrongShare);
				new $$_erahSgnorW0C({ target: __sveltets_2_any(), props: {} });
			}
		}
		for (let { skill, baseLoss, loss } of __sveltets_2_ensureArray(watched)) {
			skill.id;
			if (baseLoss !== null && loss !== null && loss !== baseLoss) {
				{
					svelteHTML.createElement('p', { class: `watched` });
					{
						const $$_kraMllikS1C = __sveltets_2_ensureComponent(SkillMark);
						new $$_kraMllikS1C({ target: __sveltets_2_any(), props: { style: skill.style } });
					}
					{
						svelteHTML.createElement('span', {});
						said(skill.name, baseLoss, loss);
					}
					{
						const $$_nialpxE1C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE1C({
							target: __sveltets_2_any(),
							props: { term: explainWords.why.forgetting, text: explainWords.why.forgettingHelp },
						});
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
const Why__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Why__SvelteComponent_ = ReturnType<typeof Why__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Why__SvelteComponent_;
