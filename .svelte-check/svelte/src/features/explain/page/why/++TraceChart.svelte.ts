///<reference types="svelte" />
import Chart from '#page/charts/Chart.svelte';
import type { CurvePanel, NamedLine } from '#page/charts/figure.ts';
import { traceColumns } from '#page/charts/traces.ts';
import { curveFigure } from '#page/charts/figures/curveFigure.ts';
import Part from '#page/workbench/Part.svelte';
import Select from '#page/components/Select.svelte';
import type { Explanation } from '#mixing/policy.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import { getWorkbench, getView } from '#page/state/context.ts';
import * as format from '#page/words/format.ts';
import { explainWords } from '../../words.en.ts';
import { comparableLabels, isMix } from './figures.ts';
import TraceTable from './TraceTable.svelte';

type $$ComponentProps = { run: RunState; explanation: Explanation };
function $$render() {
	let { run, explanation }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const workbench = getWorkbench();
	const view = getView();

	/** Menu values that no policy label can equal. */
	const share = '\u0000share';
	const nothing = '\u0000nothing';
	let chosen = $state(share);
	/** Undefined: the most likely one, if the figure is the share. */
	let chosenAgainst = $state<string>();

	const labels = $derived(run.explanations.labels());
	const figure = $derived(labels.includes(chosen) ? chosen : null);
	const others = $derived(comparableLabels(explanation, figure));
	const against = $derived.by((): string | undefined => {
		if (chosenAgainst === nothing) return undefined;
		if (chosenAgainst !== undefined && others.includes(chosenAgainst)) return chosenAgainst;
		return figure === null ? others[0] : undefined;
	});
	const columns = $derived(
		traceColumns(
			run.explanations,
			workbench.trained.map(({ index }) => index),
			figure,
			against,
		),
	);
	const trace = $derived(explanation.traces.find(({ label }) => label === figure));
	const asShares = $derived(figure === null || (trace !== undefined && isMix(trace.values)));
	const unit = $derived(
		asShares ? (value: number) => format.percent(value) : (value: number) => format.figure(value),
	);
	const title = $derived(figure ?? explainWords.curve.share);
	const dash = [4, 3];
	const lines = $derived.by((): NamedLine[] => {
		const skills = workbench.trained.map(({ name, style, index }) => {
			const isFaint = view.focus !== null && view.focus !== index;
			return {
				label: name,
				stroke: style.color,
				width: isFaint ? 1 : 2,
				opacity: isFaint ? 0.45 : 1,
				cut: true,
			};
		});
		if (against === undefined) return skills;
		const compared = skills.map((line) => ({
			...line,
			label: `${line.label}, ${against}`,
			width: 1,
			dash,
		}));
		return [...skills, ...compared];
	});
	const panel = $derived<CurvePanel>({
		kind: 'curves',
		title,
		steps: workbench.steps,
		unit,
		data: columns,
		lines,
	});
	const picture = () => {
		const marks = workbench.trained.map(({ name, style: { shape, color } }) => ({
			label: name,
			mark: { shape, color },
		}));
		const compared = { label: against ?? '', mark: { stroke: 'var(--ink)', width: 1, dash } };
		return curveFigure(
			title,
			explainWords.curve.table(title),
			panel,
			workbench.switchMarks,
			against === undefined ? marks : [...marks, compared],
		);
	};
	const now = $derived(
		workbench.trained
			.map(({ name, index }) => {
				const value = (trace?.values ?? explanation.weights)[index];
				return `${name} ${value === null || value === undefined ? format.none : unit(value)}`;
			})
			.join(', '),
	);
	async () => {
		{
			const $$_traP0C = __sveltets_2_ensureComponent(Part);
			new $$_traP0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					title: explainWords.curve.title,
					help: explainWords.curve.help,
				},
			});
			{
				svelteHTML.createElement('div', { class: `choices` });
				{
					const $$_tceleS2C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS2C({
						target: __sveltets_2_any(),
						props: {
							label: explainWords.curve.what,
							labelHidden: true,
							value: figure ?? share,
							options: [
								{ value: share, label: explainWords.curve.share },
								...labels.map((label) => ({ value: label, label })),
							],
							onchange: (value) => {
								chosen = value;
								chosenAgainst = undefined;
							},
						},
					});
				}
				if (others.length > 0) {
					{
						const $$_tceleS2C = __sveltets_2_ensureComponent(Select);
						new $$_tceleS2C({
							target: __sveltets_2_any(),
							props: {
								label: explainWords.curve.against,
								value: against ?? nothing,
								options: [
									{ value: nothing, label: explainWords.curve.nothing },
									...others.map((label) => ({ value: label, label })),
								],
								onchange: (value) => (chosenAgainst = value),
							},
						});
					}
				}
			}
			if (columns[0].length < 2) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					explainWords.curve.none;
				}
			} else if (view.tables) {
				{
					const $$_elbaTecarT1C = __sveltets_2_ensureComponent(TraceTable);
					new $$_elbaTecarT1C({
						target: __sveltets_2_any(),
						props: { columns, skills: workbench.trained, title, unit },
					});
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
								label: explainWords.curve.chart(title, now),
								save: { title: explainWords.curve.table(title), picture },
							},
						});
					}
				}
			}
			Part;
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
const TraceChart__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type TraceChart__SvelteComponent_ = ReturnType<
	typeof TraceChart__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default TraceChart__SvelteComponent_;
