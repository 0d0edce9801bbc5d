/** Estimates of a study's training time on this device. Pure. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import { mean, sum } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import {
	rememberedPace,
	rowsOfRun,
	runTime,
	type RunParts,
	type RunPace,
} from '#lab/page/state/pace.ts';
import type { Cell } from '#lab/study/cells.ts';
import { resultsByCell, type CellResult } from '#lab/study/result.ts';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { progressOf, type OpenStudy } from './OpenStudy.svelte.ts';

type Trained = Pick<OpenStudy, 'cells' | 'outcomes'>;

/** The cells without an outcome that do not wait for a failed cell, directly or indirectly. */
export function trainableCells({ cells, outcomes }: Trained): Cell[] {
	const ended = new Set(outcomes.map(({ cell }) => cell));
	const stuck = new Set(outcomes.flatMap(({ cell, kind }) => (kind === 'failed' ? cell : [])));
	// A mean mix comes after its source, which can be a mean mix too.
	for (const { key, replays } of cells) if (replays && stuck.has(replays.cell)) stuck.add(key);
	return cells.filter(({ key }) => !ended.has(key) && !stuck.has(key));
}

/** Milliseconds per step of an experiment, with its evaluations; null: not known. */
type PaceOf = (experiment: Experiment) => number | null;

export const paceHere =
	(info: LabInfo | null): PaceOf =>
	(experiment) => {
		const storage = browserStorage('localStorage');
		const pace = info && rememberedPace(storage, info.device.name, experiment);
		return pace && runTime(experiment, pace, info) / experiment.steps;
	};

/** What a trained cell took. */
export function cellPace(
	experiment: Experiment,
	{ steps, trainingMilliseconds, totalMilliseconds, cost }: CellResult,
	skills: RunParts['skills'],
): RunPace {
	const others = trainingMilliseconds + cost.probeMilliseconds + cost.milliseconds;
	const rows = rowsOfRun(experiment, steps, { skills });
	return {
		step: trainingMilliseconds / steps,
		example: Math.max(0, totalMilliseconds - others) / Math.max(1, rows),
	};
}

/** Milliseconds for all steps. null: the pace of an experiment is not known. */
export const trainingTime = (
	parts: readonly { readonly experiment: Experiment; readonly steps: number }[],
	paceOf: PaceOf,
): number | null => {
	const paces = parts.map(({ experiment }) => paceOf(experiment));
	return paces.includes(null) ? null : sum(parts.map(({ steps }, i) => steps * paces[i]!));
};

/**
 * Milliseconds left at the pace of its cells with the same model, any model, or `otherPace`. null:
 * not known, or an error stopped the study.
 */
export function studyTimeLeft(
	study: Trained & Pick<OpenStudy, 'status'>,
	otherPace: PaceOf,
): number | null {
	const { status } = study;
	if (status.kind === 'idle' && status.error) return null;
	const running = progressOf(status);
	const paces = measuredPaces(study);
	for (const { key, experiment } of study.cells) {
		const pace = running[key]?.millisecondsPerStep;
		if (pace && !paces.has(experiment.model.id)) paces.set(experiment.model.id, pace);
	}
	const anyPace = paces.size > 0 ? mean([...paces.values()]) : null;
	const parts = trainableCells(study).map(({ key, experiment }) => {
		const done = running[key]?.step ?? 0;
		return { experiment, steps: Math.max(0, experiment.steps - done) };
	});
	return trainingTime(
		parts,
		(experiment) => paces.get(experiment.model.id) ?? anyPace ?? otherPace(experiment),
	);
}

/** Milliseconds per step by model, with all parts. Results without recorded times do not count. */
function measuredPaces({ cells, outcomes }: Trained): Map<string, number> {
	const modelByCell = new Map(cells.map(({ key, experiment }) => [key, experiment.model.id]));
	const results = resultsByCell(outcomes.filter(({ cell }) => modelByCell.has(cell)));
	const timed = [...results].filter(([, { totalMilliseconds }]) => totalMilliseconds > 0);
	const ofModels = listsByKey(timed, ([cell]) => modelByCell.get(cell) ?? '');
	return new Map(
		[...ofModels].map(([model, trained]) => [
			model,
			sum(trained.map(([, { totalMilliseconds }]) => totalMilliseconds)) /
				sum(trained.map(([, { steps }]) => steps)),
		]),
	);
}
