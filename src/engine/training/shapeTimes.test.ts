import { expect, it } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { defaultOptimizer } from './settings.ts';
import { answersTime, timeShape } from './shapeTimes.ts';
import { testModel } from './selfTestSamples.ts';

const architecture = findArchitecture('llama');
const settings = {
	batching: { size: 2, context: 64, layout: 'packed' },
	optimizer: defaultOptimizer,
	activations: 'kept',
	adapter: { rank: 2, alpha: 2, targets: 'all-linear' },
} as const;
const row = { length: 20, prompt: 8 };
const shape = { trained: row, evaluated: row, answers: 2 };

it('the times of all layers follow from those of few, and no memory stays', async () => {
	const device = await openNodeDevice();
	let operations = 0;
	const counting: ComputeDevice = {
		...device,
		report: device.report,
		vector: (...request) => device.vector(...request),
		async load(program, vectors) {
			const { run, dispose } = await device.load(program, vectors);
			const count = () => (operations += program.operations.length);
			return { run: (inputs) => (count(), run(inputs)), dispose };
		},
	};
	const time = (layers: number) => {
		const model = { architecture, config: { ...testModel.config, layers } };
		const { signal } = new AbortController();
		return timeShape(counting, model, settings, shape, signal, () => operations);
	};
	const [five, six, deep] = [await time(5), await time(6), await time(60)];
	for (const part of ['step', 'row', 'token', 'lone'] as const) {
		expect(six[part]).toBeGreaterThan(five[part]);
		expect(deep[part]).toBeCloseTo(six[part] + 54 * (six[part] - five[part]), 6);
	}
	// Only the pass of two answers is counted, not that of their prompts.
	expect(six.token).toBe(six.lone);
	expect(device.memory().vectors).toBe(0);
});

it('answers take the time of their prompts and of their passes, which are wider for more', () => {
	const times = { step: 0, row: 100, token: 90, lone: 20 };
	const shape = { trained: row, evaluated: row, answers: 9 };
	const written = (answers: number) =>
		answersTime([{ answers, prompt: 40, tokens: 50 }], times, shape);
	expect(written(1)).toBe(2 * 100 + 50 * 20);
	// 16 places in a pass, as for 9.
	expect(written(12)).toBe(2 * 100 + 50 * 90);
	expect(written(8)).toBeCloseTo(2 * 100 + 50 * (20 + (70 * 7) / 15), 9);
	expect(answersTime([], times, shape)).toBe(0);
});

it('ends between two passes', async () => {
	const ended = new AbortController();
	const device = await openNodeDevice();
	const model = { architecture, config: { ...testModel.config, layers: 200 } };
	const timed = timeShape(device, model, settings, shape, ended.signal);
	ended.abort(new DOMException('A run was opened.', 'AbortError'));
	await expect(timed).rejects.toMatchObject({ name: 'AbortError' });
	expect(device.memory().vectors).toBe(0);
});
