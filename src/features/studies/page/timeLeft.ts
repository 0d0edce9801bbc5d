/** How long a study takes and still takes on this device, from what its cells took. Pure. */
import type { CellOutcome } from '../model/record.ts';
import type { StudyCell, StudySize, StudyStatus } from '../calls/studyCalls.ts';

/** Milliseconds; null: no telling before the first cell has trained for a while. */
export function studyTimeLeft(
	cells: readonly StudyCell[],
	outcomes: readonly CellOutcome[],
	status: StudyStatus,
): number | null {
	const outcomeOf = new Map(outcomes.map((outcome) => [outcome.cell, outcome]));
	const running = status.kind === 'running' ? status : null;
	const progress = running?.search ? null : (running?.progress ?? null);
	const rates = measuredRates(cells, outcomeOf);
	if (progress?.millisecondsPerStep) {
		const model = cells.find(({ key }) => key === running?.cell)?.model;
		if (model !== undefined && !rates.has(model)) rates.set(model, progress.millisecondsPerStep);
	}
	if (rates.size === 0) return null;
	const other = [...rates.values()].reduce((sum, rate) => sum + rate, 0) / rates.size;
	return cells.reduce((left, { key, model, steps, meanOf = '' }) => {
		// What waits for a cell that failed is not trained with the others.
		if (outcomeOf.has(key) || outcomeOf.get(meanOf)?.kind === 'failed') return left;
		const done = key === running?.cell ? (progress?.step ?? 0) : 0;
		return left + Math.max(0, steps - done) * (rates.get(model) ?? other);
	}, 0);
}

/** By model: wall time of a cell by its steps, evaluations and preparations included. */
function measuredRates(
	cells: readonly StudyCell[],
	outcomeOf: ReadonlyMap<string, CellOutcome>,
): Map<string, number> {
	const sums = new Map<string, { milliseconds: number; steps: number }>();
	for (const { key, model } of cells) {
		const outcome = outcomeOf.get(key);
		if (outcome?.kind !== 'done') continue;
		const sum = sums.get(model) ?? { milliseconds: 0, steps: 0 };
		sums.set(model, {
			milliseconds: sum.milliseconds + outcome.result.totalMilliseconds,
			steps: sum.steps + outcome.result.steps,
		});
	}
	return new Map(
		[...sums].map(([model, { milliseconds, steps }]) => [model, milliseconds / steps]),
	);
}

/** Before it is made; `paceOf`: milliseconds per step as last measured with this model. null: one of them is not known. */
export function studyTime(
	{ byModel }: Pick<StudySize, 'byModel'>,
	paceOf: (model: string) => number | null,
): number | null {
	let sum = 0;
	for (const { model, steps } of byModel) {
		const pace = paceOf(model);
		if (pace === null) return null;
		sum += steps * pace;
	}
	return sum;
}
