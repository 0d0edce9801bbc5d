/** Estimates of a study's training time on this device. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { rememberedPace } from '#page/state/pace.ts';
import type { CellOutcome } from '../model/result.ts';
import type { StudyCell, StudyStatus } from '../calls/studyCalls.ts';

/** The cells without an outcome that do not wait for a failed cell. */
export function trainableCells(
	cells: readonly StudyCell[],
	outcomes: readonly CellOutcome[],
): StudyCell[] {
	const kindOf = new Map(outcomes.map(({ cell, kind }) => [cell, kind]));
	return cells.filter(
		({ key, meanOf = '' }) => !kindOf.has(key) && kindOf.get(meanOf) !== 'failed',
	);
}

/** Milliseconds from the pace of this study's cells; null: no cell has a pace yet. */
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
	return trainableCells(cells, outcomes).reduce((left, { key, model, steps }) => {
		const done = key === running?.cell ? (progress?.step ?? 0) : 0;
		return left + Math.max(0, steps - done) * (rates.get(model) ?? other);
	}, 0);
}

/** Milliseconds per step by model, with evaluations and preparations. */
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

/** The last measured milliseconds per step of this experiment with a model; null: not known. */
export const rememberedPaces =
	(info: LabInfo | null, experiment: Experiment) =>
	(id: string): number | null =>
		rememberedPace(localStorage, info?.device.name ?? '', {
			...experiment,
			model: { ...experiment.model, id },
		});

/**
 * Milliseconds for steps with several models. `paceOf`: last measured milliseconds per step with
 * this model. null: the pace of a model is not known.
 */
export function studyTime(
	parts: readonly { readonly model: string; readonly steps: number }[],
	paceOf: (model: string) => number | null,
): number | null {
	let sum = 0;
	for (const { model, steps } of parts) {
		const pace = paceOf(model);
		if (pace === null) return null;
		sum += steps * pace;
	}
	return sum;
}
