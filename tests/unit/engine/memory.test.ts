/**
 * Device memory of a run: predicted before it begins, reserved at once, and released after any
 * failure.
 */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { failure } from '../../support/failure.ts';
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { wasmFiles } from '#engine/gpu/wasmFiles.ts';
import type { WasmOptions } from '#engine/gpu/wasm/instantiate.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import { weightReader } from '#engine/model/folder.ts';
import { initialWeights } from '../../../scripts/lib/pretraining/initialWeights.ts';
import { randomStream } from '#engine/core/random.ts';
import { heldBytes } from '#engine/training/memory.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import {
	baseConfig,
	baseTokenizer,
	readDecoderConfig,
	type BaseConfig,
} from '../../../scripts/lib/baseConfig.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import {
	expectEveryFailureTold,
	expectPredicted,
	lookingAhead,
	predict,
	watchedRun,
	watchedSettings,
} from '../../support/memoryRun.ts';
import { isLong } from '../../support/suite.ts';
import { segment } from '../../support/tinyTrainer.ts';
import { tinyModel } from './tinyRun.ts';

beforeAll(async () => {
	// Builds the kernels if they are stale.
	(await openNodeDevice()).dispose();
});

const open = (options: Partial<WasmOptions> = {}): Promise<ComputeDevice> =>
	openDevice({
		prefer: 'wasm',
		wasm: { load: (build) => readFile(wasmFiles[build]), threads: 1, ...options },
	});

/** Pages of a memory with room for `bytes`. The kernels keep 3.4 MB for themselves. */
const pagesFor = (bytes: number) => Math.ceil((bytes + 3_418_624) / 65_536);

const tinyShape = {
	hidden_size: 16,
	intermediate_size: 24,
	num_attention_heads: 2,
	num_key_value_heads: 2,
};
function makeModel(config: BaseConfig): typeof tinyModel {
	const decoder = readDecoderConfig(config);
	const specs = tensorSpecs(llama, decoder);
	const weights = initialWeights(specs, randomStream(1));
	return { ...tinyModel, config: decoder, specs, weights, parameterCount: weights.length };
}

describe('the prediction equals the held memory from the first step to the last', () => {
	test.each<[string, Partial<RunSettings>]>([
		['as it is', {}],
		['padded', { batching: { ...watchedSettings.batching, layout: 'padded' } }],
		['in micro-batches', { optimizer: { ...watchedSettings.optimizer, accumulation: 3 } }],
		['with activations recomputed', { activations: 'recomputed' }],
		['with a policy that measures', { policy: [segment(0, 'mos', { interval: 1, examples: 2 })] }],
		['with a policy that takes virtual steps', { policy: lookingAhead }],
	])('a tiny model, %s', async (_, changes) => {
		const device = await open();
		await expectPredicted(device, { settings: { ...watchedSettings, ...changes } });
		device.dispose();
	});

	test('the default experiment', async () => {
		const device = await open();
		const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
		const experiment = defaultExperiment(infos, { id: '', sha256: '' });
		const skills = await Promise.all(
			experiment.skills.map(({ id, use }) =>
				encodeSkill(builtinSource(id), use, baseTokenizer, experiment.batching.context),
			),
		);
		const evaluation = { ...experiment.evaluation, examples: 2, finalExamples: 4 };
		const settings = { ...experiment, evaluation };
		await expectPredicted(device, { model: makeModel(baseConfig), skills, settings, steps: 2 });
		device.dispose();
	});
});

test('if the n-th allocation fails, for every n: an error, and the device still works', () =>
	expectEveryFailureTold((failAllocation) => open({ failAllocation }), isLong ? 1 : 3));

describe('with too little memory', () => {
	/** Four layers, so that recomputing them saves memory. */
	const deep = makeModel({ ...baseConfig, ...tinyShape, num_hidden_layers: 4 });
	const batching = { ...watchedSettings.batching, size: 256 };
	const settings = { ...watchedSettings, steps: 2, batching };
	const recomputed: RunSettings = { ...settings, activations: 'recomputed' };

	test('activations are recomputed when that fits: the same losses in less memory', async () => {
		const device = await open();
		const keptBytes = heldBytes((await predict(device, { settings, model: deep })).use);
		const less = heldBytes((await predict(device, { settings: recomputed, model: deep })).use);
		expect(less).toBeLessThan(0.7 * keptBytes);
		const losses = await watchedRun(device, { model: deep, settings });
		device.dispose();

		const small = await open({ pages: pagesFor(less) });
		let held = 0;
		const onStep = () => (held = heldBytes(small.memory()));
		expect(await watchedRun(small, { model: deep, settings, onStep })).toEqual(losses);
		expect(held).toBeLessThanOrEqual(1.1 * less);
		small.dispose();
	});

	test('a run is refused before any allocation, and the advised setting fits', async () => {
		const roomy = await open();
		const { use } = await predict(roomy, { settings: recomputed, model: deep });
		roomy.dispose();
		const device = await open({ pages: pagesFor(heldBytes(use) / 2) });
		const read = vi.fn(weightReader(deep));
		const stored = { ...deep, weights: new Float32Array(), readWeights: read };
		const error: unknown = await watchedRun(device, { model: stored, settings }).catch(
			(e: unknown) => e,
		);
		// The weights of a model that does not fit could fill the memory of the tab.
		expect(read).not.toHaveBeenCalled();
		expect(error).toBeInstanceOf(OutOfMemoryError);
		// Another language has its own words for it.
		expect(error).toEqual(failure('this run'));
		expect(heldBytes(device.memory())).toBe(0);
		const { message } = error as Error;
		expect(message).toMatch(/MB were asked for, the lab holds 0\.0 MB of at most \d/);
		expect(message).toMatch(/raise the gradient accumulation, which changes no result/);
		const optimizer = { ...settings.optimizer, accumulation: 64 };
		const lowered = { ...settings, optimizer };
		const losses = await watchedRun(device, { model: stored, settings: lowered });
		expect(losses).toEqual(await watchedRun(device, { model: deep, settings: lowered }));
		device.dispose();
	});
});
