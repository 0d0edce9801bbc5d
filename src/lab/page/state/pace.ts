/** Remembers the time per step on each device, to estimate a run before its first step. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { Pace } from '#lab/worker/protocol.ts';
import type { TextStorage } from './browserStorage.ts';

const storageKey = (device: string, experiment: Experiment | null): string => {
	const { model, batching } = experiment ?? {};
	return `skillet.pace ${device} ${model?.id} ${batching?.size}×${batching?.context}`;
};

/** Milliseconds of a step with its rest. `milliseconds`: without it. */
export const withRest = (milliseconds: number, pace: Pace): number =>
	pace.kind === 'slow' ? Math.max(milliseconds, pace.milliseconds) : milliseconds;

/** Milliseconds per step; null: unknown. */
export function rememberedPace(
	storage: TextStorage,
	device: string,
	experiment: Experiment | null,
): number | null {
	const milliseconds = Number(storage.getItem(storageKey(device, experiment)));
	return milliseconds > 0 ? milliseconds : null;
}

export function rememberPace(
	storage: TextStorage,
	device: string,
	experiment: Experiment,
	milliseconds: number,
): void {
	storage.setItem(storageKey(device, experiment), String(milliseconds));
}
