/** Training on random weights and examples, to test and to measure a device. */
import { allOrNone } from '#engine/core/allOrNone.ts';
import { randomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import type { EncodedExamples } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { DecoderPlan, PassOptions } from '#engine/model/capturedDecoder.ts';
import { adapterPlan, type Adapter } from '#engine/model/adapters.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import { countParameters, type TensorSpec } from '#engine/model/tensors.ts';
import { frozenParts, weightLayout } from '#engine/model/weightLayout.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { Learner } from './Learner.ts';
import { freshState } from './optimizer.ts';
import { defaultOptimizer } from './settings.ts';

export interface TrialModel {
	readonly config: DecoderConfig;
	readonly specs: readonly TensorSpec[];
}

export interface TrialOptions extends PassOptions {
	/** Tokens of each example of the batch, at least 3. */
	readonly lengths: readonly number[];
	/** Micro-batches per step. Default: 1. */
	readonly accumulation?: number;
	/** Trained beside the model's weights. Default: the weights are trained. */
	readonly adapter?: Adapter;
}

const optimizer = { ...defaultOptimizer, learningRate: 2e-3, weightDecay: 0.1 };

/** Throws OutOfMemoryError and releases everything. */
export const openTrial = (
	device: ComputeDevice,
	{ config, specs }: TrialModel,
	{ lengths, accumulation = 1, adapter, ...options }: TrialOptions,
) =>
	allOrNone(async (keep, dispose) => {
		const base = adapter && { adapter, weights: randomWeights(specs) };
		const decoder = keep(await DecoderOnDevice.open(device, config, specs, base));
		const learner = keep(
			await Learner.open(
				decoder,
				freshState(randomWeights(adapter?.specs ?? specs)),
				{ ...optimizer, accumulation },
				{ size: lengths.length, context: config.context, layout: 'packed' },
				options,
			),
		);
		const set = randomExamples(config.vocabulary, lengths);
		const examples = lengths.map((_, index) => ({ set, index }));
		let done = 0;
		return {
			decoder,
			learner,
			examples,
			/** The mean loss (nats) of each of `count` steps on the same batch, before its update. */
			async train(count: number): Promise<number[]> {
				const { learningRate } = optimizer;
				const sent = [];
				for (let i = 0; i < count; i++)
					sent.push(await learner.send(examples, { learningRate, step: ++done }));
				const losses: number[] = [];
				for (const read of sent) losses.push(mean([...(await read()).losses]));
				return losses;
			},
			dispose,
		};
	});

/** The plan of a step that trains the adapter's weights, or without an adapter all weights. */
export function trialPlan({ config, specs }: TrialModel, adapter?: Adapter): DecoderPlan {
	if (!adapter) return { config, layout: weightLayout(specs) };
	return {
		config,
		layout: weightLayout(adapter.specs),
		frozen: { parts: frozenParts(specs, adapter.base), adapter: adapterPlan(adapter) },
	};
}

/** Norm gains are near 1. Matrices keep the size of a row's activations. */
function randomWeights(specs: readonly TensorSpec[]): Float32Array {
	const random = randomStream(1, 'trial weights');
	const weights = new Float32Array(countParameters(specs));
	for (const { offset, size, shape } of specs) {
		const [mean, spread] = shape.length === 1 ? [1, 0.5] : [0, 2 / Math.sqrt(shape[1])];
		for (let i = offset; i < offset + size; i++)
			weights[i] = mean + spread * (random.uniform(i) - 0.5);
	}
	return weights;
}

/** Random tokens. The second half of each example is its answer. */
function randomExamples(vocabulary: number, lengths: readonly number[]): EncodedExamples {
	const random = randomStream(1, 'trial tokens');
	const offsets = [0];
	for (const length of lengths) offsets.push(offsets[offsets.length - 1] + length);
	const promptLengths = Uint32Array.from(lengths, (length) => length >> 1);
	return {
		count: lengths.length,
		tokens: Uint32Array.from({ length: offsets[lengths.length] }, (_, i) =>
			random.below(vocabulary, i),
		),
		offsets: Uint32Array.from(offsets),
		targets: Uint8Array.from(
			lengths.flatMap((length) => Array.from({ length }, (_, i) => (i < length >> 1 ? 0 : 1))),
		),
		promptLengths,
		noisy: new Uint8Array(lengths.length),
		cut: 0,
	};
}
