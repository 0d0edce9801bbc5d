/** From a run's history to the columns that plots and tables read. Pure. */
import type { Evaluation } from '#evaluation/report.ts';
import type { RunHistory } from '#ui/state/RunHistory.ts';

export type Column = (number | null)[];

const stepsOf = (history: RunHistory): number[] =>
	Array.from({ length: history.steps + 1 }, (_, step) => step);

const measured = (column: Float64Array): Column =>
	Array.from(column, (value) => (Number.isNaN(value) ? null : value));

/** A value of each evaluation at its step, null between them. */
function evaluated(
	history: RunHistory,
	steps: number,
	skill: number,
	quantity: 'loss' | 'exact',
): Column {
	const column: Column = Array.from({ length: steps + 1 }, () => null);
	for (const evaluation of history.evaluations)
		if (evaluation.step <= steps)
			column[evaluation.step] = evaluation.skills[skill]?.[quantity] ?? null;
	return column;
}

/** Another run's skill, drawn behind. */
export interface Ghost {
	readonly history: RunHistory;
	/** Its position there; −1: that run has no such skill. */
	readonly skill: number;
}

/** [step, ghost, base, training loss, held-out loss] */
export function lossColumns(
	history: RunHistory,
	skill: number,
	ghost?: Ghost,
): [number[], ...Column[]] {
	const base = history.base?.skills[skill]?.loss ?? null;
	return [
		stepsOf(history),
		ghost ? evaluated(ghost.history, history.steps, ghost.skill, 'loss') : [],
		stepsOf(history).map(() => base),
		measured(history.skillLoss[skill]),
		evaluated(history, history.steps, skill, 'loss'),
	];
}

/** [step, ghost, base, exact match], as shares. */
export function exactColumns(
	history: RunHistory,
	skill: number,
	ghost?: Ghost,
): [number[], ...Column[]] {
	const base = history.base?.skills[skill]?.exact ?? null;
	return [
		stepsOf(history),
		ghost ? evaluated(ghost.history, history.steps, ghost.skill, 'exact') : [],
		stepsOf(history).map(() => base),
		evaluated(history, history.steps, skill, 'exact'),
	];
}

/** [step, top of the stack, …, its foot]: sums of the shares of `skills`, from all of them down to the first. */
export function stackColumns(
	history: RunHistory,
	skills: readonly number[],
): [number[], ...Column[]] {
	const sums: Column[] = [];
	let below = new Float64Array(history.steps + 1);
	for (const skill of skills) {
		below = below.map((sum, step) => sum + history.weights[skill][step]);
		const column = measured(below);
		// The first batch's share reaches back to the start.
		column[0] = column[1] ?? null;
		sums.push(column);
	}
	return [stepsOf(history), ...sums.toReversed()];
}

/** [step, ghost's average, ghost's worst, average, worst]: exact match over the trained skills. */
export function standingColumns(history: RunHistory, ghost?: RunHistory): [number[], ...Column[]] {
	const column = (of: RunHistory | undefined, read: (e: Evaluation) => number | null): Column => {
		const values: Column = Array.from({ length: history.steps + 1 }, () => null);
		for (const evaluation of of?.evaluations ?? [])
			if (evaluation.step <= history.steps) values[evaluation.step] = read(evaluation);
		return values;
	};
	const average = (evaluation: Evaluation) => evaluation.averageExact;
	const worst = (evaluation: Evaluation) => evaluation.worstExact?.exact ?? null;
	return [
		stepsOf(history),
		column(ghost, average),
		column(ghost, worst),
		column(history, average),
		column(history, worst),
	];
}
