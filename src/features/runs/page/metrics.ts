/**
 * The metrics by which runs are compared: as menu entries, and as columns that join the histories
 * of several runs. Lengths and skills of the runs may differ. Pure.
 */
import { numberColumn, type Table } from '#core/table.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Column } from '#page/charts/columns.ts';
import type { RunHistory } from '#page/state/RunHistory.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import { runWords } from '../words.en.ts';

/** The drawn metric. A skill is named by its id, because each run has its own skill list. */
export type Metric =
	| { readonly kind: 'average' | 'worst' | 'trainingLoss' }
	| { readonly kind: 'exact' | 'loss'; readonly skill: string };

export interface MetricEntry {
	readonly value: string;
	readonly label: string;
	readonly group: string;
}

const over = ['average', 'worst', 'trainingLoss'] as const;
const bySkill = ['exact', 'loss'] as const;

/** Names by skill id, in the order of their first appearance. */
export function skillNames(experiments: readonly Experiment[]): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const { id, name } of experiments.flatMap(({ skills }) => skills))
		if (!names.has(id)) names.set(id, name);
	return names;
}

/** The overall metrics, then two per skill. Each skill of any experiment appears once. */
export function metricEntries(
	experiments: readonly Experiment[],
): readonly [MetricEntry, ...MetricEntry[]] {
	const { metrics, groups } = runWords.compare;
	const names = skillNames(experiments);
	const [first, ...rest] = over.map((value) => ({
		value,
		label: metrics[value],
		group: groups.all,
	}));
	return [
		first,
		...rest,
		...bySkill.flatMap((kind) =>
			[...names].map(([id, name]) => ({
				value: `${kind} ${id}`,
				label: metrics[kind](name),
				group: groups[kind],
			})),
		),
	];
}

/** Parses an entry's value. */
export function parseMetric(value: string): Metric {
	const [kind, ...skill] = value.split(' ');
	if (kind === 'exact' || kind === 'loss') return { kind, skill: skill.join(' ') };
	return { kind: over.find((each) => each === kind) ?? 'average' };
}

export interface Curves {
	readonly history: RunHistory;
	/** Ids of its skills, in the order of the experiment. */
	readonly skills: readonly string[];
}

/** Read again at each new revision of the run. */
export function curvesOf({ revision, history, experiment }: RunState): Curves {
	void revision;
	return { history, skills: experiment.skills.map(({ id }) => id) };
}

/** Exact match is a share; a loss is in nats per token. */
export const isShare = ({ kind }: Metric): boolean => kind !== 'loss' && kind !== 'trainingLoss';

/** [step, value] by rising step; empty for a run without this skill. */
export function metricPoints(
	{ history, skills }: Curves,
	metric: Metric,
): (readonly [number, number])[] {
	if (metric.kind === 'trainingLoss')
		return Array.from({ length: history.length }, (_, i) => i + 1)
			.filter((step) => Number.isFinite(history.loss[step]))
			.map((step) => [step, history.loss[step]] as const);
	const skill = 'skill' in metric ? skills.indexOf(metric.skill) : -1;
	return history.evaluations.flatMap((evaluation) => {
		const value =
			metric.kind === 'average'
				? evaluation.averageExact
				: metric.kind === 'worst'
					? evaluation.worstExact?.exact
					: evaluation.skills[skill]?.[metric.kind as 'exact' | 'loss'];
		return value === null || value === undefined ? [] : [[evaluation.step, value] as const];
	});
}

/** [steps, one column per run], with every step of any run; null where a run has no value. */
export function compareColumns(runs: readonly Curves[], metric: Metric): [number[], ...Column[]] {
	const points = runs.map((run) => new Map(metricPoints(run, metric)));
	const steps = [...new Set(points.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
	return [steps, ...points.map((each): Column => steps.map((step) => each.get(step) ?? null))];
}

/** The newest value at or before `step`; null if there is none yet. */
export const valueAt = (
	points: readonly (readonly [number, number])[],
	step: number,
): number | null => points.findLast(([at]) => at <= step)?.[1] ?? null;

/** Height of a curve at `step`, interpolated linearly, for a mark on it. null outside the curve. */
export function curveHeight(
	points: readonly (readonly [number, number])[],
	step: number,
): number | null {
	const after = points.findIndex(([at]) => at >= step);
	if (after < 0) return null;
	const [right, high] = points[after];
	if (right === step) return high;
	if (after === 0) return null;
	const [left, low] = points[after - 1];
	return low + ((high - low) * (step - left)) / (right - left);
}

/** Row indices of a long table, spread evenly, with the first and the last. */
export function spreadRows(rows: number, most = 100): number[] {
	if (rows <= most) return Array.from({ length: rows }, (_, i) => i);
	return Array.from({ length: most }, (_, i) => Math.round((i * (rows - 1)) / (most - 1)));
}

/** The columns as a table of at most 100 rows. */
export const compareTable = (
	[steps, ...runs]: readonly [number[], ...Column[]],
	titles: readonly string[],
	unit: (value: number | null) => string,
): Table => ({
	columns: [
		numberColumn('step', words.common.step),
		...titles.map((title, i) => numberColumn(`${i}`, title)),
	],
	rows: spreadRows(steps.length).map((row) => [
		format.count(steps[row]),
		...runs.map((values) => unit(values[row])),
	]),
});
