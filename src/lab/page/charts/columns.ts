/** Columns of a run's history, for charts. They are views or copies of typed arrays. */
import type { Evaluation } from '#lab/training/events.ts';
import { recentSteps, type RunHistory } from '#lab/page/state/RunHistory.ts';

/** Values at the steps of a chart; null, NaN or the end of the column: not measured. */
export type Column = ArrayLike<number | null>;
/** Rising steps, then a column per series. */
export type Columns = readonly [ArrayLike<number>, ...Column[]];

/** [step, value] by rising step. */
export type Points = readonly (readonly [step: number, value: number])[];
/** Every step of any of the lines, and a column per line. */
export function joinPoints(lines: readonly Points[]): Columns {
	const columns = lines.map((points) => new Map(points));
	const steps = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
	return [steps, ...columns.map((column) => steps.map((step) => column.get(step) ?? null))];
}

export const isMeasured = (value: number | null | undefined): value is number =>
	Number.isFinite(value);
/** A loop, because `some` of Array is slow on a typed array. */
export function hasValues(column: Column): boolean {
	for (let i = 0; i < column.length; i++) if (isMeasured(column[i])) return true;
	return false;
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

/** Steps with something to draw, and the last planned step. */
function drawnSteps(history: RunHistory, ghost?: RunHistory): Float64Array {
	const behind = Math.min(history.steps, ghost?.latest?.step ?? 0);
	const last = Math.max(history.length, history.latest?.step ?? 0, behind);
	if (last >= history.steps) return stepsTo(last);
	const steps = stepsTo(last + 1).slice();
	steps[last + 1] = history.steps;
	return steps;
}

/** A view of the steps that are done: later steps of the history do not appear in it. */
const doneSteps = ({ length }: RunHistory, column: Float64Array): Float64Array =>
	column.subarray(0, length + 1);

const level = (value: number | null | undefined, { length }: Float64Array): Column =>
	value === null || value === undefined ? [] : new Float64Array(length).fill(value);

/** The value of each evaluation at its step. The steps count from 0 up to the last measured one. */
function evaluationColumn(
	history: RunHistory | undefined,
	steps: Float64Array,
	read: (evaluation: Evaluation) => number | null | undefined,
): Column {
	if (!history) return [];
	const column = new Float64Array(steps.length).fill(NaN);
	for (const evaluation of history.evaluations)
		if (evaluation.step < column.length) column[evaluation.step] = read(evaluation) ?? NaN;
	return column;
}

/** A measure of a skill at the evaluations of another run, from a link. */
export interface ExpectedCurve {
	readonly measure: 'loss' | 'exact';
	readonly steps: readonly number[];
	readonly values: readonly number[];
}

/** The columns with the expected values as one more column. */
export function withExpected(
	[steps, ...columns]: Columns,
	{ steps: at, values }: ExpectedCurve,
	last: number,
): Columns {
	const all = stepsTo(last);
	const expected = new Float64Array(all.length).fill(NaN);
	at.forEach((step, i) => {
		if (step < expected.length) expected[step] = values[i];
	});
	// Entry i is step i, except an unfinished run's last entry, which is the planned end.
	const longer = columns.map((column) => {
		const same = new Float64Array(all.length).fill(NaN);
		for (let i = 0; i < column.length; i++) same[steps[i]] = column[i] ?? NaN;
		return same;
	});
	return [all, ...longer, expected];
}

/** [step, ghost, base, held-out values] of one measure of a skill. */
function skillColumns(
	history: RunHistory,
	skill: number,
	measure: 'loss' | 'exact',
	ghost: Ghost | undefined,
): [Float64Array, Column, Column, Column] {
	const steps = drawnSteps(history, ghost?.history);
	return [
		steps,
		evaluationColumn(ghost?.history, steps, ({ skills }) => skills[ghost!.skill]?.[measure]),
		level(history.base?.skills[skill]?.[measure], steps),
		evaluationColumn(history, steps, ({ skills }) => skills[skill]?.[measure]),
	];
}

/** [step, ghost, base, training loss, held-out loss] */
export function lossColumns(history: RunHistory, skill: number, ghost?: Ghost): Columns {
	const [steps, behind, base, heldOut] = skillColumns(history, skill, 'loss', ghost);
	return [steps, behind, base, doneSteps(history, history.skillLoss[skill]), heldOut];
}

/** [step, ghost, base, exact match], as shares. */
export const exactColumns = (history: RunHistory, skill: number, ghost?: Ghost): Columns =>
	skillColumns(history, skill, 'exact', ghost);

/** Requested shares, or the shares of the examples or tokens in the last 20 batches. */
export type ShareKind = 'weights' | 'drawn' | 'tokens';

/** [step, share of each of `skills`]. Step 0 has the first batch's share. */
export function shareColumns(
	history: RunHistory,
	skills: readonly number[],
	kind: ShareKind = 'weights',
): Columns {
	const steps = stepsTo(history.length);
	const shares = skills.map((skill) => {
		const column =
			kind === 'weights'
				? history.weights[skill].slice(0, history.length + 1)
				: Float64Array.from(steps, (step) => history.achieved(kind, skill, step, recentSteps));
		column[0] = column[1];
		return column;
	});
	return [steps, ...shares];
}

/** [step, ghost's average, ghost's worst, average, worst]: exact match over the trained skills. */
export function overallColumns(history: RunHistory, ghost?: RunHistory): Columns {
	const steps = drawnSteps(history, ghost);
	const both = (run: RunHistory | undefined) => [
		evaluationColumn(run, steps, ({ averageExact }) => averageExact),
		evaluationColumn(run, steps, ({ worstExact }) => worstExact?.exact),
	];
	return [steps, ...both(ghost), ...both(history)];
}

/** [step, the pool's share, share of wrong answers in the batch, in all batches so far]. */
export function wrongColumns(history: RunHistory, pool: number | null): Columns {
	const steps = drawnSteps(history);
	const batch = doneSteps(history, history.wrong);
	let [sum, batches] = [0, 0];
	const soFar = batch.map((share) => (isMeasured(share) ? (sum += share) / ++batches : NaN));
	return [steps, level(pool, steps), batch, soFar];
}
