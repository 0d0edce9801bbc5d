/** The curve of a tiny run on a device: the losses of its steps and evaluations. */
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { tinySettings } from '../unit/engine/tinyRun.ts';
import { openTrainer, segment } from './tinyTrainer.ts';

const listLosses = (event: RunEvent): number[] => {
	if (event.type === 'step') return [event.loss];
	return event.type === 'evaluation' ? event.skills.map(({ loss }) => loss) : [];
};

interface CurveOptions {
	/** Steps to train. Default: all of the run. */
	readonly until?: number;
	/** Steps between evaluations. Default: few. */
	readonly every?: number;
}

/** Trains a run of so many steps. `buffers`: the device's after each step. */
export async function tinyCurve(
	device: ComputeDevice,
	steps: number,
	{ until = steps, every = 5 }: CurveOptions = {},
) {
	const settings = tinySettings([segment(0, 'uniform')], {
		steps,
		evaluation: { every, examples: 4, finalExamples: 5, samples: 0 },
	});
	const trainer = await openTrainer(device, settings);
	const losses: number[] = [];
	const buffers: number[] = [];
	try {
		const receive = (events: readonly RunEvent[]) => {
			for (const event of events) losses.push(...listLosses(event));
		};
		if (every <= steps) receive(await trainer.start());
		while (trainer.step < until) {
			receive(await trainer.next());
			buffers.push(device.memory().buffers);
		}
	} finally {
		trainer.dispose();
	}
	return { losses, buffers };
}

/** The largest relative difference of two curves, in the log too. They have the same length. */
export function largestDifference(a: readonly number[], b: readonly number[]): number {
	if (a.length !== b.length) return Infinity;
	const worst = a.reduce((max, loss, i) => Math.max(max, Math.abs(loss - b[i]) / b[i]), 0);
	console.log(`Largest relative difference of ${a.length} losses: ${worst.toExponential(1)}`);
	return worst;
}
