import { expect, it } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { countParameters } from '#engine/model/tensors.ts';
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
	for (const part of ['step', 'row', 'token', 'lone'] as const) {
		expect(six[part]).toBeGreaterThan(five[part]);
		expect(deep[part]).toBeCloseTo(six[part] + 54 * (six[part] - five[part]), 6);
	}
	// Only the pass of two answers is counted, not that of their prompts.
	expect(six.token).toBe(six.lone);
	expect(device.memory().vectors).toBe(0);
});

it('a layer takes three quarters of its share of the parameters, and a sixth at most', async () => {
	const device = await openNodeDevice();
	const model = { architecture, config: { ...testModel.config, layers: 60 } };
	const { signal } = new AbortController();
	/** A clock whose passes take `first` with six layers and `then` with one. */
	const timeStep = async (first: number, then: number) => {
		let [now, reads] = [0, 0];
		// Three passes of each of six parts, and a reading before and after each.
		const clock = () => (reads++ % 2 === 0 ? now : (now += reads <= 2 * 18 ? first : then));
		return (await timeShape(device, model, settings, shape, signal, clock)).step;
	};
	expect(await timeStep(100, 1)).toBeCloseTo(100 + (54 * 100) / 6, 6);
	const [six, five] = [6, 5].map((layers) =>
		countParameters(tensorSpecs(architecture, { ...testModel.config, layers })),
	);
	expect(await timeStep(100, 130)).toBeCloseTo(100 + (54 * 75 * (six - five)) / six, 6);
});
