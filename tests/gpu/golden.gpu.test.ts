/** Compares a run on WebGPU with PyTorch and transformers: correct kernels can train wrongly. */
import { expect, test } from 'vitest';
import { checkLosses, checkTraining } from '../golden/llamaChecks.ts';
import { openDevice } from './openDevice.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { isLong } from '../support/suite.ts';

const steps = isLong ? 200 : 2;
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

test(
	`${steps} steps of AdamW have the losses of PyTorch`,
	async () => checkTraining(await openDevice(), await shippedModel(), 'packed', steps),
	10 * 60_000,
);
