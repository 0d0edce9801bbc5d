/** The events that report the memory which a run has reserved. */
import type { RunEvent, TrainingMessage } from './events.ts';
import { heldBytes, type ReservedMemory } from '#engine/training/memory.ts';
import type { TrainingSettings } from '#engine/training/settings.ts';

/** `requested`: the settings before memory was reserved. */
export function reservationEvents(
	{ prediction, settings }: ReservedMemory,
	requested: Pick<TrainingSettings, 'activations'>,
): RunEvent[] {
	const warning = (message: TrainingMessage) => ({ type: 'warning', step: 0, message }) as const;
	const isRecomputed = settings.activations !== requested.activations;
	return [
		{ type: 'memory', step: 0, bytes: heldBytes(prediction.use) },
		...(isRecomputed ? [warning({ id: 'activations.recomputed', values: {} })] : []),
	];
}
