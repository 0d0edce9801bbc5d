/** The curve of a tiny run on a device: the losses of its steps and evaluations. */
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { createTrainer } from '#training/createTrainer.ts';
import type { RunEvent } from '#training/events.ts';
import { tinyModel, tinySettings, tinySkills } from '../unit/tinyRun.ts';

const lossesOf = (event: RunEvent): number[] => {
	if (event.type === 'step') return [event.loss];
	return event.type === 'evaluation' ? event.skills.map(({ loss }) => loss) : [];
};

/** Trains all steps. `tensors`: buffers of the device after each step. */
export async function tinyCurve(device: ComputeDevice, steps: number) {
	const settings = tinySettings([{ fromStep: 0, id: 'uniform', settings: {} }], { steps });
	const trainer = await createTrainer({ device, model: tinyModel, skills: tinySkills, settings });
	const losses: number[] = [];
	const buffers: number[] = [];
	try {
		const receive = (events: readonly RunEvent[]) => {
			for (const event of events) losses.push(...lossesOf(event));
		};
		receive(await trainer.start());
		while (trainer.step < steps) {
			receive(await trainer.next());
			buffers.push(device.memory().buffers);
		}
	} finally {
		trainer.dispose();
	}
	return { losses, buffers };
}

/** The largest relative difference of two curves of the same length. */
export function largestDifference(a: readonly number[], b: readonly number[]): number {
	if (a.length !== b.length) return Infinity;
	return a.reduce((most, loss, i) => Math.max(most, Math.abs(loss - b[i]) / Math.abs(b[i])), 0);
}
