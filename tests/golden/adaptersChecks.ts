/** Compares adapters on a device with peft on tiny models (values of adapters.py). */
import { mean } from '#engine/core/statistics.ts';
import { expect } from 'vitest';
import { packBatch } from '#engine/data/batch.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { makeAdapter, mergedWeights } from '#engine/model/adapters.ts';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { collectWeights } from '#engine/model/folder.ts';
import { batchGradient } from '#engine/training/gradient.ts';
import {
	checkTraining,
	difference,
	differences,
	floats,
	goldenFolder,
	goldenWeight,
	readLogits,
	sampled,
	tolerance,
	type GoldenCase,
} from './architecturesChecks.ts';
import { encodedGolden } from './encodedGolden.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { adapterTensors } from '../../scripts/lib/memoryFolder.ts';

export interface GoldenAdapter extends GoldenCase {
	readonly settings: AdapterSettings;
	readonly base: readonly (readonly [string, readonly number[]])[];
}

/** The golden model and its adapter with the numbers of adapters.py. */
export function goldenAdapter({
	config,
	base,
	settings,
}: Pick<GoldenAdapter, 'config' | 'base' | 'settings'>) {
	const model = readModelFolder(goldenFolder({ config, tensors: base }));
	const adapter = makeAdapter(model, settings);
	const flat = new Float32Array(adapter.size);
	for (const { name, shape, offset, size, stored } of adapter.specs) {
		const values = goldenWeight(name, stored?.shape ?? shape);
		for (let i = 0; i < size; i++) flat[offset + i] = values[stored?.at(i) ?? i];
	}
	return { model, adapter, flat };
}

/** A case with dropout: the loss and every gradient with the masks of `seed`. */
export interface GoldenDropout extends Pick<
	GoldenAdapter,
	'config' | 'settings' | 'base' | 'examples'
> {
	readonly seed: number;
	readonly loss: number;
	readonly tensors: readonly (readonly [string, readonly number[], number, string])[];
}

export async function checkDropout(device: ComputeDevice, golden: GoldenDropout): Promise<void> {
	const { model, adapter, flat } = goldenAdapter(golden);
	const base = { adapter, weights: model.weights };
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs, base);
	const weights = await decoder.upload('weights', flat);
	const set = encodedGolden(golden.examples);
	const batch = packBatch(
		golden.examples.map((_, index) => ({ set, index })),
		'packed',
	);
	const part = () => Promise.reject(new Error('One micro-batch has no parts.'));
	for (const checkpointing of [false, true]) {
		const gradient = await decoder.vector('gradient');
		const options = { plan: decoder.plan({ checkpointing }), dropoutSeed: () => golden.seed };
		const read = await batchGradient(decoder, { weights, gradient, part }, [batch], options);
		expect(difference([mean(await read())], [golden.loss])).toBeLessThan(tolerance);
		const found = new Map(
			adapterTensors(model, golden.settings, await decoder.download(gradient)).map(
				({ name, values }) => [name, values],
			),
		);
		for (const [name, , norm, some] of golden.tensors) {
			expect(difference([Math.hypot(...found.get(name)!)], [norm]), name).toBeLessThan(tolerance);
			expect(difference(sampled(found.get(name)!), floats(some)), name).toBeLessThan(tolerance);
		}
	}
	decoder.dispose();
}

/** Training, and the merged weights' logits. Returns the largest difference. */
export async function checkAdapter(device: ComputeDevice, golden: GoldenAdapter): Promise<number> {
	const { compare, worst } = differences();
	const { model, adapter, flat } = goldenAdapter(golden);
	const { settings } = golden;
	const tensors = adapterTensors(model, settings, flat);
	expect(tensors.map(({ name, shape }) => [name, shape]).sort()).toEqual(
		golden.tensors.map(([name, shape]) => [name, shape]).sort(),
	);
	const named = (values: Float32Array) =>
		new Map(adapterTensors(model, settings, values).map(({ name, values }) => [name, values]));
	const base = { adapter, weights: model.weights };
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs, base);
	await checkTraining(golden, { decoder, flat, named, compare });

	const plain = await DecoderOnDevice.open(device, model.config, model.specs);
	const whole = await collectWeights(model.specs, mergedWeights(model, flat, settings));
	const merged = await plain.upload('weights', whole);
	compare('merged logits', await readLogits(plain, merged, golden), floats(golden.logits));
	plain.dispose();
	return worst();
}
