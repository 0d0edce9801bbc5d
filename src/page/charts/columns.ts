/** Columns of a run's history, for charts. */
import type { Evaluation } from '#training/events.ts';
import type { RunHistory } from '#page/state/RunHistory.ts';

export type Column = (number | null)[];

/** The skill in the run that is drawn behind. */
export interface Ghost {
	readonly history: RunHistory;
	/** The skill's index in that run; −1: it has no such skill. */
	readonly skill: number;
}

/** Steps with something to draw, and the last planned step. */
function drawnSteps(history: RunHistory, ghost?: RunHistory): number[] {
	const behind = Math.min(history.steps, ghost?.latest?.step ?? 0);
	const done = Math.max(history.length, history.latest?.step ?? 0, behind);
	const steps = Array.from({ length: done + 1 }, (_, step) => step);
	if (done < history.steps) steps.push(history.steps);
	return steps;
}

const measured = (column: Float64Array, steps: readonly number[]): Column =>
	steps.map((step) => (Number.isFinite(column[step]) ? column[step] : null));

/** The value of each evaluation at its step; null between evaluations. */
function evaluated(
	history: RunHistory,
	steps: readonly number[],
	read: (evaluation: Evaluation) => number | null | undefined,
): Column {
	const column: Column = steps.map(() => null);
	// Steps count from 0 without a gap up to the last measured one.
	for (const evaluation of history.evaluations)
		if (steps[evaluation.step] === evaluation.step)
			column[evaluation.step] = read(evaluation) ?? null;
	return column;
}

/** [step, ghost, base, held-out values] of one measure of a skill. */
function skillColumns(
	history: RunHistory,
	skill: number,
	measure: 'loss' | 'exact',
	ghost: Ghost | undefined,
): [number[], Column, Column, Column] {
	const base = history.base?.skills[skill]?.[measure] ?? null;
	const steps = drawnSteps(history, ghost?.history);
	return [
		steps,
		ghost ? evaluated(ghost.history, steps, ({ skills }) => skills[ghost.skill]?.[measure]) : [],
		steps.map(() => base),
		evaluated(history, steps, ({ skills }) => skills[skill]?.[measure]),
	];
}

/** [step, ghost, base, training loss, held-out loss] */
export function lossColumns(
	history: RunHistory,
	skill: number,
	ghost?: Ghost,
): [number[], ...Column[]] {
	const [steps, behind, base, heldOut] = skillColumns(history, skill, 'loss', ghost);
	return [steps, behind, base, measured(history.skillLoss[skill], steps), heldOut];
}

/** [step, ghost, base, exact match], as shares. */
export const exactColumns = (
	history: RunHistory,
	skill: number,
	ghost?: Ghost,
): [number[], ...Column[]] => skillColumns(history, skill, 'exact', ghost);

/** [step, share of each of `skills`]. The first batch's share reaches back to the start. */
export function shareColumns(
	history: RunHistory,
	skills: readonly number[],
): [number[], ...Column[]] {
	const steps = Array.from({ length: history.length + 1 }, (_, step) => step);
	const shares = skills.map((skill) =>
		steps.map((step) => {
			const share = history.weights[skill][Math.max(1, step)];
			return Number.isFinite(share) ? share : null;
		}),
	);
	return [steps, ...shares];
}

/** [step, ghost's average, ghost's worst, average, worst]: exact match over the trained skills. */
export function overallColumns(history: RunHistory, ghost?: RunHistory): [number[], ...Column[]] {
	const steps = drawnSteps(history, ghost);
	const column = (run: RunHistory | undefined, read: (e: Evaluation) => number | null): Column =>
		run ? evaluated(run, steps, read) : steps.map(() => null);
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

/** [step, the pool's share, share of wrong answers in the batch, in all batches so far]. */
export function wrongColumns(history: RunHistory, pool: number | null): [number[], ...Column[]] {
	const steps = drawnSteps(history);
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
