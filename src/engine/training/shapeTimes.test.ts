import { expect, it } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { defaultOptimizer } from './settings.ts';
import { timeShape } from './shapeTimes.ts';
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
	for (const part of ['step', 'row', 'token'] as const) {
		expect(six[part]).toBeGreaterThan(five[part]);
		expect(deep[part]).toBeCloseTo(six[part] + 54 * (six[part] - five[part]), 6);
	}
	expect(device.memory().vectors).toBe(0);
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
