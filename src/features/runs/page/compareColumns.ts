/** From the histories of several runs to one chart's columns, whatever their lengths and skills are. Pure. */
import type { Column } from '#page/charts/columns.ts';
import type { RunHistory } from '#page/state/RunHistory.ts';

/** What is drawn of each run; a skill by its id, since each run has its own list. */
export type Metric =
	| { readonly kind: 'average' | 'worst' | 'trainingLoss' }
	| { readonly kind: 'exact' | 'loss'; readonly skill: string };

export interface Curves {
	readonly history: RunHistory;
	/** Ids of its skills, in its order. */
	readonly skills: readonly string[];
}

/** Exact match is a share, all else nats per token. */
export const isShare = ({ kind }: Metric): boolean => kind !== 'loss' && kind !== 'trainingLoss';

/** By rising step; empty for a run that has no such skill. */
export function pointsOf(
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

/** [step, a column per run]: every step at which one of them has a value, null where another has none there. */
export function compareColumns(runs: readonly Curves[], metric: Metric): [number[], ...Column[]] {
	const points = runs.map((run) => new Map(pointsOf(run, metric)));
	const steps = [...new Set(points.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
	return [steps, ...points.map((each): Column => steps.map((step) => each.get(step) ?? null))];
}

/** The newest value at or before `step`; null where there is none yet. */
export const valueAt = (
	points: readonly (readonly [number, number])[],
	step: number,
): number | null => points.findLast(([at]) => at <= step)?.[1] ?? null;

/** Where a run's curve is at `step`, for a mark on it: between two points on the line between them. null: beside the curve. */
export function heightAt(
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
