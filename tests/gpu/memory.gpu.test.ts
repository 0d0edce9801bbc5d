/** Memory of runs on WebGPU: the prediction before the run, and failing allocations. */
import { expect, test } from 'vitest';
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import { baseConfig, readDecoderConfig } from '../../scripts/lib/baseConfig.ts';
import {
	expectEveryFailureTold,
	expectPredicted,
	predict,
	watchedRun,
	watchedSettings,
} from '../support/memoryRun.ts';
import { tinyModel } from '../unit/engine/tinyRun.ts';
import { openDevice } from './openDevice.ts';
import { isLong } from '../support/suite.ts';

// The short suite watches memory and fails allocations on wasm.
test.runIf(isLong)('a run holds the predicted memory from the first step to the last', async () => {
	await expectPredicted(await openDevice(), {});
	const optimizer = { ...watchedSettings.optimizer, accumulation: 3 };
	await expectPredicted(await openDevice(), { settings: { ...watchedSettings, optimizer } });
});

test.runIf(isLong)(
	'if any allocation of a run fails, it throws an error and the device remains usable',
	() => expectEveryFailureTold((failAllocation) => openDevice({ failAllocation }), 1),
);

test('a run beyond the limits takes no memory, and the advised setting fits', async () => {
	const device = await openDevice({ limits: 'default', largestPart: 16 * 2 ** 20 });
	// Wide activations: those of a whole batch need more buffers than a dispatch may bind.
	const model = widened(9000);
	const batching = { ...watchedSettings.batching, size: 256 };
	const settings = { ...watchedSettings, batching };
	const error: unknown = await watchedRun(device, { model, settings }).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(OutOfMemoryError);
	const { message } = error as Error;
	expect(message).toMatch(/the lab holds 0\.0 MB, and one buffer may have 16\.8 MB/);
	expect(message).toMatch(/raise the gradient accumulation, which changes no result/);
	const optimizer = { ...settings.optimizer, accumulation: 64 };
	const lowered = await predict(device, { model, settings: { ...settings, optimizer } });
	expect(lowered.use.temporaries).toBeGreaterThan(0);
	expect(device.memory().buffers).toBe(0);
});

function widened(intermediate_size: number): LoadedModel {
	const heads = { num_attention_heads: 2, num_key_value_heads: 2 };
	const shape = { hidden_size: 16, num_hidden_layers: 2, intermediate_size, ...heads };
	const config = readDecoderConfig({ ...baseConfig, ...shape });
	const specs = tensorSpecs(llama, config);
	return { ...tinyModel, config, specs, weights: initialWeights(specs, randomStream(1)) };
}
