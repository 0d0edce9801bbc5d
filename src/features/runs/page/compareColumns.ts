/**
 * Joins the histories of several runs to one chart's columns. Lengths and skills may differ. Pure.
 */
import type { Column } from '#page/charts/columns.ts';
import type { RunHistory } from '#page/state/RunHistory.ts';

/** The drawn metric. A skill is named by its id, because each run has its own skill list. */
export type Metric =
	| { readonly kind: 'average' | 'worst' | 'trainingLoss' }
	| { readonly kind: 'exact' | 'loss'; readonly skill: string };

export interface Curves {
	readonly history: RunHistory;
	/** Ids of its skills, in the order of the experiment. */
	readonly skills: readonly string[];
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

/**
 * [steps, one column per run]: every step at which any run has a value; null where a run has none.
 */
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

/**
 * Height of a run's curve at `step`, interpolated linearly, for a mark on it. Null outside the
 * curve.
 */
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
