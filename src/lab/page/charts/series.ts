/** Series of a run's history, for charts. They are views or copies of typed arrays. */
import { curveScores } from '#lab/run/sameRows.ts';
import type { Evaluation, EvaluationEvent } from '#lab/training/events.ts';
import type { RunHistory } from '#lab/page/state/RunHistory.ts';

/** Values by step. */
export interface Series {
	/** Rising. */
	readonly steps: ArrayLike<number>;
	/** null, NaN or the end of the list: not measured. */
	readonly values: ArrayLike<number | null>;
}

/** [step, value] by rising step. */
export type Points = readonly (readonly [step: number, value: number])[];
export const pointSeries = (points: Points): Series => ({
	steps: points.map(([step]) => step),
	values: points.map(([, value]) => value),
});

export const isMeasured = (value: number | null | undefined): value is number =>
	Number.isFinite(value);
/** A loop, because `some` of Array is slow on a typed array. */
export function hasValues({ values }: Series): boolean {
	for (let i = 0; i < values.length; i++) if (isMeasured(values[i])) return true;
	return false;
}

/** Each step at which any of the series is measured, with the values there; null: not measured. */
export function joinSeries(all: readonly Series[]) {
	const byStep = all.map(
		({ steps, values }) =>
			new Map(
				Array.from(values, (value, i) => [steps[i], value] as const).filter(([, value]) =>
					isMeasured(value),
				),
			),
	);
	const steps = [...new Set(byStep.flatMap((values) => [...values.keys()]))].sort((a, b) => a - b);
	return steps.map((step) => ({ step, values: byStep.map((values) => values.get(step) ?? null) }));
}

/** The skill in the run that is drawn behind. */
export interface Ghost {
	readonly history: RunHistory;
	/** The skill's index in that run; −1: it has no such skill. */
	readonly skill: number;
}

/** 0, 1, 2, …: shared by all charts, and replaced when a run is longer. */
let counting = new Float64Array();

/** 0 … `last`. */
function stepsTo(last: number): Float64Array {
	if (counting.length <= last) counting = Float64Array.from({ length: 2 * last + 1 }, (_, i) => i);
	return counting.subarray(0, last + 1);
}

/** [step]: its value. */
export const seriesByStep = (values: ArrayLike<number>): Series => ({
	steps: stepsTo(values.length - 1),
	values,
});

/** A view of the steps that are done: later steps of the history do not appear in it. */
export const doneSeries = ({ length }: RunHistory, column: Float64Array): Series =>
	seriesByStep(column.subarray(0, length + 1));

/** The last step with something to draw, of the run or of the one behind it. */
function lastMeasured(history: RunHistory, ghost?: RunHistory): number {
	const behind = Math.min(history.steps, ghost?.latest?.step ?? 0);
	return Math.max(history.length, history.latest?.step ?? 0, behind);
}

/** The same value at each step with something to draw, and at the last planned step. */
export function levelSeries(
	value: number | null | undefined,
	history: RunHistory,
	ghost?: RunHistory,
): Series {
	const last = lastMeasured(history, ghost);
	const steps = stepsTo(last + 1).slice(0, last >= history.steps ? -1 : undefined);
	if (last < history.steps) steps[last + 1] = history.steps;
	return { steps, values: isMeasured(value) ? new Float64Array(steps.length).fill(value) : [] };
}

export type ReadEvaluation = (evaluation: Evaluation) => number | null | undefined;

/** The value of each evaluation that has one, all on equally many rows. */
export const evaluationPoints = (
	evaluations: readonly EvaluationEvent[],
	read: ReadEvaluation,
): Points =>
	evaluations.flatMap((evaluation) => {
		const value = read(curveScores(evaluation));
		return isMeasured(value) ? [[evaluation.step, value] as const] : [];
	});
export const evaluationSeries = (
	evaluations: readonly EvaluationEvent[],
	read: ReadEvaluation,
): Series => pointSeries(evaluationPoints(evaluations, read));

/** The same of the run behind `history`, as far as the chart goes. */
export function ghostSeries(
	history: RunHistory,
	ghost: RunHistory | undefined,
	read: ReadEvaluation,
) {
	const last = Math.max(history.steps, lastMeasured(history, ghost));
	const drawn = ghost?.evaluations.filter(({ step }) => step <= last) ?? [];
	return evaluationSeries(drawn, read);
}

/** A measure of a skill at the evaluations of another run, from a link. */
export interface ExpectedCurve {
	readonly measure: 'loss' | 'exact';
	readonly points: Points;
}

/** The share of the batches that the policy asks for. Step 0 has the first batch's share. */
export function shareSeries({ length, weights }: RunHistory, skill: number): Series {
	const shares = weights[skill].slice(0, length + 1);
	shares[0] = shares[1];
	return seriesByStep(shares);
}
