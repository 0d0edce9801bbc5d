/** Compares a tiny decoder with the float64 reference in every layout, on each backend. */
import { expect } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { splitIntoMicroBatches, packBatch, type ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedExamples } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import { batchGradient } from '#engine/training/gradient.ts';
import { lossReference, type ReferenceExample } from '../reference/decoder.ts';
import { encodedSet } from '../support/encodedSet.ts';

const shapes: Pick<
	DecoderConfig,
	'vocabulary' | 'width' | 'layers' | 'heads' | 'keyValueHeads' | 'headDim' | 'hidden' | 'tied'
>[] = [
	{
		vocabulary: 11,
		width: 8,
		layers: 2,
		heads: 2,
		keyValueHeads: 2,
		headDim: 4,
		hidden: 12,
		tied: true,
	},
	{
		vocabulary: 7,
		width: 6,
		layers: 1,
		heads: 4,
		keyValueHeads: 2,
		headDim: 2,
		hidden: 5,
		tied: false,
	},
];
export const tinyConfigs: readonly DecoderConfig[] = shapes.map((shape) => ({
	...shape,
	normEpsilon: 1e-5,
	rotaryBase: 10000,
	context: 32,
}));

export function randomExamples(
	vocabulary: number,
	lengths: readonly number[],
	seed: number,
): ReferenceExample[] {
	const draws = randomStream(seed, 'examples');
	return lengths.map((length, e) => {
		const prompt = 1 + draws.below(length - 1, e);
		return {
			tokens: Array.from({ length }, (_, i) => draws.below(vocabulary, 1000 * (e + 1) + i)),
			targets: Array.from({ length }, (_, i) => (i >= prompt ? 1 : 0)),
		};
	});
}

export const encoded = (examples: readonly ReferenceExample[]): EncodedExamples =>
	encodedSet(
		examples.map(({ tokens }) => tokens),
		(place, row) => examples[row].targets[place] === 1,
	);

/** Checks loss and gradients: packed, padded, and in micro-batches. */
export async function checkDecoder(
	device: ComputeDevice,
	config: DecoderConfig,
	seed: number,
): Promise<void> {
	const specs = tensorSpecs(llama, config);
	// Gains differ from 1 and weights are large, so that every term has an effect.
	const weights = initialWeights(specs, randomStream(seed, 'weights')).map((w, i) =>
		Math.fround(2.5 * w + (i % 5) * 0.01),
	);
	const examples = randomExamples(config.vocabulary, [9, 4, 17, 2, 6], seed);
	const flat = Float64Array.from(weights);
	const loss = lossReference(config, specs, flat, examples);
	const direction = Float64Array.from(
		weights,
		(_, i) => randomStream(seed, 'direction').uniform(i) - 0.5,
	);
	const h = 1e-6;
	const moved = (sign: number) =>
		lossReference(
			config,
			specs,
			flat.map((w, i) => w + sign * h * direction[i]),
			examples,
		);
	const slope = (moved(1) - moved(-1)) / (2 * h);

	const decoder = await DecoderOnDevice.open(device, config, specs);
	const onDevice = await decoder.upload('weights', weights);
	const gradient = await decoder.vector('gradient');
	const part = await decoder.vector('part');
	const set = encoded(examples);
	const addresses: ExampleAddress[] = examples.map((_, index) => ({ set, index }));
	for (const [layout, parts] of [
		['packed', 1],
		['padded', 1],
		['packed', 3],
	] as const) {
		const batches = splitIntoMicroBatches(addresses, parts, 4096).map((part) =>
			packBatch(part, layout),
		);
		const readLosses = await batchGradient(
			decoder,
			{ weights: onDevice, gradient, part: () => Promise.resolve(part) },
			batches,
		);
		const losses = await readLosses();
		const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
		expect(Math.abs(mean - loss) / loss, `loss, ${layout} in ${parts}`).toBeLessThan(1e-5);
		const values = await decoder.download(gradient);
		const along = values.reduce((sum, g, i) => sum + g * direction[i], 0);
		expect(
			Math.abs(along - slope) / Math.abs(slope),
			`gradient along a direction, ${layout} in ${parts}`,
		).toBeLessThan(1e-3);
		for (const spec of specs) {
			// Check each tensor's largest gradient alone: a sum could hide a wrong layer.
			const indices = Array.from({ length: spec.size }, (_, i) => spec.offset + i);
			const largest = indices.reduce((best, i) =>
				Math.abs(values[i]) > Math.abs(values[best]) ? i : best,
			);
			const at = (sign: number) =>
				lossReference(
					config,
					specs,
					flat.map((w, i) => (i === largest ? w + sign * h : w)),
					examples,
				);
			const exact = (at(1) - at(-1)) / (2 * h);
			expect(Math.abs(values[largest] - exact), `${spec.name}, ${layout} in ${parts}`).toBeLessThan(
				1e-4 * Math.max(1e-2, Math.abs(exact)),
			);
		}
	}
	for (const vector of [onDevice, gradient, part]) vector.dispose();
	decoder.dispose();
}
