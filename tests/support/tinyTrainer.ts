/** Trainers of the tiny run, with the registered policies and those of tests. */
import { policyById } from '#mixing/index.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { PolicySegment, RunSettings } from '#lab/training/runSettings.ts';
import type { Trainer, TrainerOptions } from '#lab/training/trainer.ts';
import { preparing } from '../unit/lab/preparingPolicy.ts';
import { tinyModel, tinySkills } from '../unit/engine/tinyRun.ts';
import { withoutClock } from './withoutClock.ts';

export const findPolicy = (id: string) => (id === preparing.id ? preparing : policyById(id));

export const segment = (fromStep: number, id: string, settings = {}): PolicySegment => ({
	fromStep,
	id,
	settings,
});

export const openTrainer = (
	device: ComputeDevice,
	settings: RunSettings,
	options: Partial<TrainerOptions> = {},
): Promise<Trainer> =>
	createTrainer({ device, model: tinyModel, skills: tinySkills, settings, ...options }, findPolicy);

/** Trains up to `step`. The events have no wall times. */
export async function trainTo(trainer: Trainer, step: number): Promise<RunEvent[]> {
	const events: RunEvent[] = [];
	while (trainer.step < step) events.push(...(await trainer.next()));
	return withoutClock(events);
}
