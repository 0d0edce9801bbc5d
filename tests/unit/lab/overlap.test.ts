/** Runs whose steps are sent before the losses of earlier ones arrive: the same as step by step. */
import { beforeAll, expect, test } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { Run } from '#lab/run/Run.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { Trainer, TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { awaited } from '../../support/awaitedDevice.ts';
import { lossyRun, type LossyRunOptions } from '../../support/lossyRun.ts';
import { tinySettings } from '../engine/tinyRun.ts';

let device: ComputeDevice;
beforeAll(async () => {
	device = await openNodeDevice();
});

type Options = Omit<LossyRunOptions, 'open' | 'make'> & {
	/** The losses of this gradient and all later ones are not numbers. */
	readonly nanFrom?: number;
};

/** Trains on a device that reports a GPU. `early`: events of steps while later ones were away. */
async function train(overlaps: boolean, { nanFrom = Infinity, ...options }: Options) {
	let early = 0;
	let gradients = 0;
	const open = async (): Promise<ComputeDevice> => ({
		...awaited(device),
		async load(program, vectors) {
			const loaded = await device.load(program, vectors);
			if (program.label !== 'gradient') return loaded;
			return {
				dispose: () => loaded.dispose(),
				run(inputs) {
					const results = loaded.run(inputs);
					if (++gradients < nanFrom) return results;
					const broken = async () => ({ nll: (await results.read())['nll'].fill(Number.NaN) });
					return { read: broken };
				},
			};
		},
		// It outlives the run.
		dispose: () => undefined,
	});
	const make = async (options: TrainerOptions): Promise<Trainer> => {
		// A step takes 30 ms, so at most two are read together.
		const trainer = await createTrainer({ ...options, now: () => 30 * gradients });
		const next = trainer.next.bind(trainer);
		const singleStep: Trainer['next'] = (_until, signal) => next(undefined, signal);
		const groups: Trainer['next'] = (until, signal, receiver) =>
			next(until, signal, {
				goesOn: () => receiver!.goesOn(),
				report(events) {
					early += events.length;
					receiver!.report(events);
				},
			});
		return Object.assign(trainer, { next: overlaps ? groups : singleStep });
	};
	const run = await lossyRun({ ...options, open, make });
	return { ...run, early };
}

/** Has a planned switch, evaluations, and checkpoints between and at them. */
const experiment = (id: string, settings = {}): Partial<Experiment> => ({
	...tinySettings(
		[
			{ fromStep: 0, id: 'timetable', settings: {} },
			{ fromStep: 4, id, settings },
		],
		{ steps: 24, evaluation: { every: 12, examples: 2, finalExamples: 2, samples: 1 } },
	),
	checkpointEvery: 9,
});

async function withPauseAndSwitch(run: Run, paused: () => Promise<unknown>): Promise<void> {
	run.play({ kind: 'until', step: 15 });
	await paused();
	await run.switchPolicy('proportional', {});
	run.play({ kind: 'full' });
}

test.each([
	['temperature', {}],
	['mos', { interval: 5, examples: 2 }],
	['odm', {}],
])('%s: events, checkpoints and weights are those of single steps', async (id, settings) => {
	const options = { changes: experiment(id, settings), drive: withPauseAndSwitch };
	const [alone, ahead] = [await train(false, options), await train(true, options)];
	expect(ahead).toEqual({ ...alone, early: ahead.early });
	expect(alone.record).toMatchObject({ end: 'finished', step: 24 });
	expect(ahead.early).toBeGreaterThan(2);
});

test('a pause while steps are on their way stores them, and changes no bit', async () => {
	const changes = experiment('temperature');
	const alone = await train(false, { changes });
	let pausedAt: number | undefined;
	let pausing: Promise<unknown> | undefined;
	let run: Run | undefined;
	const ahead = await train(true, {
		changes,
		drive: (opened) => (run = opened).play({ kind: 'full' }),
		afterStep(step) {
			if (step < 6 || pausing) return;
			pausing = run!.pause().then((at) => {
				pausedAt = at.step;
				run!.play({ kind: 'full' });
			});
		},
	});
	expect(pausedAt).toBeGreaterThanOrEqual(6);
	expect(pausedAt).toBeLessThan(24);
	const trained = ({ told }: typeof alone) => told.filter(({ type }) => type !== 'checkpoint');
	expect(trained(ahead)).toEqual(trained(alone));
	expect(ahead.stored).toEqual(ahead.told);
	expect(ahead.checkpoint).toEqual(alone.checkpoint);
});

test('a loss that is not a number ends the run at its step, and stores the same', async () => {
	const options = { changes: experiment('temperature'), nanFrom: 17, mayFail: true };
	const [alone, ahead] = [await train(false, options), await train(true, options)];
	expect(ahead).toEqual({ ...alone, early: ahead.early });
	expect(ahead.early).toBeGreaterThan(0);
	expect(alone.record).toMatchObject({ end: 'failed', step: 9 });
	expect(alone.stored.at(-1)).toMatchObject({ type: 'failed', step: 17 });
});
