/** From a run's history to the columns that plots and tables read. Pure. */
import type { Evaluation } from '#training/events.ts';
import type { RunHistory } from '#page/state/RunHistory.ts';

export type Column = (number | null)[];

/** Another run's skill, drawn behind. */
export interface Ghost {
	readonly history: RunHistory;
	/** Its position there; −1: that run has no such skill. */
	readonly skill: number;
}

/** The steps that there is something to draw at, and the last one: what is planned and not done costs nothing. */
function stepsOf(history: RunHistory, ghost?: RunHistory): number[] {
	const behind = Math.min(history.steps, ghost?.latest?.step ?? 0);
	const done = Math.max(history.length, history.latest?.step ?? 0, behind);
	const steps = Array.from({ length: done + 1 }, (_, step) => step);
	if (done < history.steps) steps.push(history.steps);
	return steps;
}

const measured = (column: Float64Array, steps: readonly number[]): Column =>
	steps.map((step) => (Number.isFinite(column[step]) ? column[step] : null));

/** A value of each evaluation at its step, null between them. */
function evaluated(
	history: RunHistory,
	steps: readonly number[],
	read: (evaluation: Evaluation) => number | null | undefined,
): Column {
	const column: Column = steps.map(() => null);
	// Steps are numbered from 0 without a gap, up to the last one that was measured.
	for (const evaluation of history.evaluations)
		if (steps[evaluation.step] === evaluation.step)
			column[evaluation.step] = read(evaluation) ?? null;
	return column;
}

/** [step, ghost, base, training loss, held-out loss] */
export function lossColumns(
	history: RunHistory,
	skill: number,
	ghost?: Ghost,
): [number[], ...Column[]] {
	const base = history.base?.skills[skill]?.loss ?? null;
	const steps = stepsOf(history, ghost?.history);
	return [
		steps,
		ghost ? evaluated(ghost.history, steps, ({ skills }) => skills[ghost.skill]?.loss) : [],
		steps.map(() => base),
		measured(history.skillLoss[skill], steps),
		evaluated(history, steps, ({ skills }) => skills[skill]?.loss),
	];
}

/** [step, ghost, base, exact match], as shares. */
export function exactColumns(
	history: RunHistory,
	skill: number,
	ghost?: Ghost,
): [number[], ...Column[]] {
	const base = history.base?.skills[skill]?.exact ?? null;
	const steps = stepsOf(history, ghost?.history);
	return [
		steps,
		ghost ? evaluated(ghost.history, steps, ({ skills }) => skills[ghost.skill]?.exact) : [],
		steps.map(() => base),
		evaluated(history, steps, ({ skills }) => skills[skill]?.exact),
	];
}

/** [step, top of the stack, …, its foot]: sums of the shares of `skills`, from all of them down to the first. */
export function stackColumns(
	history: RunHistory,
	skills: readonly number[],
): [number[], ...Column[]] {
	const steps = stepsOf(history);
	const sums: Column[] = [];
	let below = new Float64Array(steps.length);
	for (const skill of skills) {
		below = below.map((sum, i) => sum + (history.weights[skill][steps[i]] ?? NaN));
		const column: Column = Array.from(below, (sum) => (Number.isNaN(sum) ? null : sum));
		// The first batch's share reaches back to the start.
		column[0] = column[1] ?? null;
		sums.push(column);
	}
	return [steps, ...sums.toReversed()];
}

/** [step, ghost's average, ghost's worst, average, worst]: exact match over the trained skills. */
export function standingColumns(history: RunHistory, ghost?: RunHistory): [number[], ...Column[]] {
	const steps = stepsOf(history, ghost);
	const column = (of: RunHistory | undefined, read: (e: Evaluation) => number | null): Column =>
		of ? evaluated(of, steps, read) : steps.map(() => null);
	const average = (evaluation: Evaluation) => evaluation.averageExact;
	const worst = (evaluation: Evaluation) => evaluation.worstExact?.exact ?? null;
	return [
		steps,
		column(ghost, average),
		column(ghost, worst),
		column(history, average),
		column(history, worst),
	];
}

/** [step, the pool's share, wrong share of each batch, of all batches up to it]. */
export function wrongColumns(history: RunHistory, pool: number | null): [number[], ...Column[]] {
	const steps = stepsOf(history);
	let sum = 0;
	let batches = 0;
	return [
		steps,
		steps.map(() => pool),
		measured(history.wrong, steps),
		steps.map((step) => {
			const share = history.wrong[step];
			if (!Number.isFinite(share)) return null;
			sum += share;
			return sum / ++batches;
		}),
	];
}
