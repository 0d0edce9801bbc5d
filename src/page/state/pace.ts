/** How long a step took on this device the last time: an estimate for before the first step. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { ThemeStorage as Storage } from './ViewState.svelte.ts';

const keyOf = (device: string, experiment: Experiment | null) =>
	`skillet.pace ${device} ${experiment?.model.id} ${experiment?.batching.size}×${experiment?.batching.context}`;

export function rememberedPace(
	storage: Storage,
	device: string,
	experiment: Experiment | null,
): number | null {
	const milliseconds = Number(storage.getItem(keyOf(device, experiment)));
	return milliseconds > 0 ? milliseconds : null;
}

export function rememberPace(
	storage: Storage,
	device: string,
	experiment: Experiment,
	milliseconds: number,
): void {
	storage.setItem(keyOf(device, experiment), String(milliseconds));
}
