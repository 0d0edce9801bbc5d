/** Compares a run on WebGPU with PyTorch and transformers: correct kernels can train wrongly. */
import { expect, test } from 'vitest';
import { checkLosses, checkTraining } from '../golden/llamaChecks.ts';
import { openDevice } from './openDevice.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { isLong } from '../support/suite.ts';

const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];

async function shippedModel() {
	const read = async (name: string): Promise<[string, Uint8Array]> => {
		const response = await fetch(`/models/skillet-base/${name}`);
		expect(response.ok, name).toBe(true);
		return [name, new Uint8Array(await response.arrayBuffer())];
	};
	return readModelFolder(new Map(await Promise.all(files.map(read))));
}

test('the shipped model has the losses of transformers on 64 examples', async () =>
	checkLosses(await openDevice(), await shippedModel()));

// The short suite trains beside PyTorch on wasm, and its self-test compares WebGPU with wasm.
test.runIf(isLong)(
	'200 steps of AdamW have the losses of PyTorch',
	async () => checkTraining(await openDevice(), await shippedModel(), 'packed', 200),
	10 * 60_000,
);
