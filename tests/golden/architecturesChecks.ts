/** Compares a device with PyTorch and transformers on tiny models (values of architectures.py). */
import { expect } from 'vitest';
import { fromBase64 } from '#engine/core/bytes.ts';
import { mean } from '#engine/core/statistics.ts';
import { packBatch } from '#engine/data/batch.ts';
import type { ComputeDevice, Vector } from '#engine/gpu/computeDevice.ts';
import { capture } from '#engine/gpu/capture.ts';
import { gatherRows, headLogits } from '#engine/gpu/kernels.ts';
import { batchInputs, batchShape, batchTensors } from '#engine/model/batchTensors.ts';
import { captureHidden, weightTensors, type PassOptions } from '#engine/model/capturedDecoder.ts';
import { outputHead } from '#engine/model/decoder.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { generate } from '#engine/model/generate.ts';
import { batchGradient } from '#engine/training/gradient.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import type { Optimizer } from '#engine/training/settings.ts';
import { encodedGolden } from './encodedGolden.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { storedTensors, writeSafetensors } from '../../scripts/lib/memoryFolder.ts';

/** [name, shape, norm of the gradient, 16 of its numbers, 16 of the weights after three steps] */
export type GoldenTensor = readonly [string, readonly number[], number, string, string];
export interface GoldenCase {
	readonly config: { readonly model_type: string; readonly vocab_size: number };
	readonly examples: readonly { readonly tokens: number[]; readonly promptLength: number }[];
	readonly logits: string;
	readonly losses: readonly number[];
	readonly norms: readonly number[];
	readonly tensors: readonly GoldenTensor[];
}

/** The largest allowed difference, relative to the largest number of the same tensor. */
export const tolerance = 1e-4;
const samples = 16;
export const goldenOptimizer: Optimizer = {
	learningRate: 0.01,
	beta1: 0.9,
	beta2: 0.98,
	epsilon: 1e-3,
	weightDecay: 0.01,
	clip: 1,
	accumulation: 1,
};

export const floats = (text: string): Float32Array => new Float32Array(fromBase64(text).buffer);

/** The rule of `weight` in architectures.py. */
export function goldenWeight(name: string, shape: readonly number[]): Float32Array {
	let seed = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193);
	const [divisor, centre] = shape.length > 1 ? [1, 0] : [2, name.endsWith('.weight') ? 1 : 0];
	return Float32Array.from({ length: sizeOf(shape) }, (_, i) => {
		let x = Math.imul(i, 0x9e3779b1) + seed;
		x ^= x >>> 16;
		x = Math.imul(x, 0x85ebca6b);
		x ^= x >>> 13;
		x = Math.imul(x, 0xc2b2ae35);
		x ^= x >>> 16;
		return ((x >>> 8) / 2 ** 24 - 0.5) / divisor + centre;
	});
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** The case's folder as transformers would write it, with a tokenizer of two words. */
export function goldenFolder({
	config,
	tensors,
}: Pick<GoldenCase, 'config'> & {
	readonly tensors: readonly (readonly [string, readonly number[], ...unknown[]])[];
}): Map<string, Uint8Array> {
	const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
	const end = { id: 0, content: '<end>', special: true };
	// The bytes of the text with which a tokenizer is tried.
	const vocab = Object.fromEntries([...'TwoĠrds,12Ã©!Ċ'].map((byte, i) => [byte, i + 1]));
	return new Map([
		['config.json', json(config)],
		['tokenizer_config.json', json({ eos_token: '<end>' })],
		[
			'tokenizer.json',
			json({
				added_tokens: [end],
				normalizer: null,
				pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
				post_processor: null,
				decoder: { type: 'ByteLevel' },
				model: { type: 'BPE', vocab, merges: [] },
			}),
		],
		[
			'model.safetensors',
			writeSafetensors(
				tensors.map(([name, shape]) => ({ name, shape, values: goldenWeight(name, shape) })),
			),
		],
	]);
}

/** The largest difference, relative to the largest expected number or to `least`. */
export function difference(
	actual: ArrayLike<number>,
	expected: ArrayLike<number>,
	least = 0,
): number {
	expect(actual).toHaveLength(expected.length);
	let [apart, largest] = [0, least];
	for (let i = 0; i < expected.length; i++) {
		apart = Math.max(apart, Number.isNaN(actual[i]) ? Infinity : Math.abs(actual[i] - expected[i]));
		largest = Math.max(largest, Math.abs(expected[i]));
	}
	return apart / largest;
}

export const sampled = (values: Float32Array): Float32Array => {
	const step = Math.max(1, Math.floor(values.length / samples));
	return values.filter((_, i) => i % step === 0).slice(0, samples);
};

/** A vector in the order of the lab as the checkpoint's tensors. */
export const checkpoint = (model: LoadedModel, values: Float32Array): Map<string, Float32Array> =>
	new Map(storedTensors(model.specs, values).map(({ name, values }) => [name, values]));

/** Collects differences. `worst` expects all below the tolerance. */
export function differences() {
	const found: { readonly what: string; readonly by: number }[] = [];
	return {
		compare: (...[what, ...numbers]: [string, ...Parameters<typeof difference>]) =>
			void found.push({ what, by: difference(...numbers) }),
		worst(): number {
			for (const { what, by } of found) expect(by, what).toBeLessThan(tolerance);
			return Math.max(...found.map(({ by }) => by));
		},
	};
}

/** What a case trains: a model's weights, or an adapter. */
interface Trained {
	readonly decoder: DecoderOnDevice;
	readonly flat: Float32Array;
	/** A vector in the order of the lab as the checkpoint's tensors. */
	readonly named: (values: Float32Array) => ReadonlyMap<string, Float32Array>;
	readonly compare: ReturnType<typeof differences>['compare'];
}

/** Compares logits, loss, every gradient in each layout, and three steps of AdamW. */
export async function checkTraining(
	golden: GoldenCase,
	{ decoder, flat, named, compare }: Trained,
): Promise<void> {
	const weights = await decoder.upload('weights', flat);
	compare('logits', await readLogits(decoder, weights, golden), floats(golden.logits));
	const { addresses } = goldenBatch(golden);
	const part = () => decoder.vector('part');
	const readGradient = async (
		checkpointing: boolean,
		batches = [packBatch(addresses, 'packed')],
	) => {
		const gradient = await decoder.vector('gradient');
		const plan = decoder.plan({ checkpointing });
		const read = await batchGradient(decoder, { weights, gradient, part }, batches, { plan });
		return { losses: await read(), gradient: await decoder.download(gradient) };
	};
	const stored = await readGradient(false);
	compare('loss', [mean(stored.losses)], [golden.losses[0]]);
	// Recomputed activations give the same bits.
	expect((await readGradient(true)).gradient).toEqual(stored.gradient);
	const padded = await readGradient(false, [packBatch(addresses, 'padded')]);
	compare('padded gradient', padded.gradient, stored.gradient);
	const each = addresses.map((address) => packBatch([address], 'packed'));
	compare('gradient of micro-batches', (await readGradient(false, each)).gradient, stored.gradient);
	const gradients = named(stored.gradient);
	const least = Math.max(...golden.norms) * 1e-4;
	for (const [name, , norm, some] of golden.tensors) {
		const values = gradients.get(name)!;
		// A gradient that is 0 but for rounding is compared with the whole gradient.
		compare(`gradient of ${name}`, sampled(values), floats(some), least);
		compare(`norm of the gradient of ${name}`, [Math.hypot(...values)], [norm], least);
	}
	weights.dispose();
	const { losses, norms, learner } = await trainGolden(decoder, flat, golden);
	compare('losses of the steps', losses, golden.losses);
	compare('gradient norms of the steps', norms, golden.norms);
	const after = named((await learner.state()).weights);
	for (const [name, , , , some] of golden.tensors)
		compare(`${name} after the steps`, sampled(after.get(name)!), floats(some));
	learner.dispose();
	decoder.dispose();
}

/** The examples of a case. */
function goldenBatch(golden: Pick<GoldenCase, 'examples'>) {
	const set = encodedGolden(golden.examples);
	const addresses = golden.examples.map((_, index) => ({ set, index }));
	return { addresses, batch: packBatch(addresses, 'packed') };
}

/** Weights, generation, and training. Returns the largest difference. */
export async function checkArchitecture(
	device: ComputeDevice,
	golden: GoldenCase,
): Promise<number> {
	const { compare, worst } = differences();
	const model = readModelFolder(goldenFolder(golden));
	expect(model.unread).toEqual([]);
	const named = (values: Float32Array) => checkpoint(model, values);
	const saved = named(model.weights);
	for (const [name, shape] of golden.tensors)
		expect(saved.get(name), name).toEqual(goldenWeight(name, shape));
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.upload('weights', model.weights);
	await checkGeneration(decoder, weights, golden);
	weights.dispose();
	await checkTraining(golden, { decoder, flat: model.weights, named, compare });
	return worst();
}

/** Trains the golden number of AdamW steps. */
async function trainGolden(
	decoder: DecoderOnDevice,
	start: Float32Array,
	golden: GoldenCase,
	options: PassOptions = {},
) {
	const { addresses } = goldenBatch(golden);
	const learner = await Learner.open(
		decoder,
		freshState(start.slice()),
		goldenOptimizer,
		{ size: addresses.length, context: 64, layout: 'packed' },
		options,
	);
	const losses: number[] = [];
	const norms: number[] = [];
	const { learningRate } = goldenOptimizer;
	for (let step = 1; step <= golden.losses.length; step++) {
		const result = await learner.step(addresses, { learningRate, step });
		losses.push(mean(result.losses));
		norms.push(result.gradientNorm);
	}
	return { losses, norms, learner };
}

/** Logits of all tokens but the last of each example. */
export async function readLogits(
	decoder: DecoderOnDevice,
	weights: Vector,
	golden: Pick<GoldenCase, 'examples'>,
): Promise<Float32Array> {
	const examples = golden.examples.map(({ tokens }) => ({ tokens, promptLength: 1 }));
	const { batch } = goldenBatch({ examples });
	const { config } = decoder;
	const shape = batchShape(batch, config);
	const program = () =>
		capture('golden logits', (capture) => {
			const tensors = weightTensors(capture, decoder);
			const inputs = batchTensors(capture, shape, config);
			const hidden = captureHidden(capture, decoder, tensors, inputs);
			const predicting = gatherRows(hidden, inputs.predictors);
			capture.result('logits', headLogits(predicting, outputHead(config, tensors)));
		});
	const inputs = batchInputs(batch, shape, config);
	const results = await decoder.run('golden logits', program, { weights }, inputs);
	const { logits } = await results.read();
	return logits.slice(0, batch.predictors.length * config.vocabulary);
}

/** After each prefix of an example, generation chooses the token with the largest logit. */
async function checkGeneration(
	decoder: DecoderOnDevice,
	weights: Vector,
	golden: GoldenCase,
): Promise<void> {
	const logits = floats(golden.logits);
	const size = golden.config.vocab_size;
	const prefixes = golden.examples.flatMap(({ tokens }) =>
		tokens.slice(1).map((_, i) => tokens.slice(0, i + 1)),
	);
	const likeliest = prefixes.map((_, i) => {
		const row = logits.subarray(i * size, (i + 1) * size);
		return row.indexOf(Math.max(...row));
	});
	const answers = await generate(decoder, weights, prefixes, { end: -1, maxTokens: 1 });
	expect(answers.map(({ tokens }) => tokens[0])).toEqual(likeliest);
	// Tokens that the model chose pass one by one.
	const [prompt] = prefixes;
	const [long] = await generate(decoder, weights, [prompt], { end: -1, maxTokens: 8 });
	for (let n = 1; n < 8; n++) {
		const prompts = [[...prompt, ...long.tokens.slice(0, n)]];
		const [next] = await generate(decoder, weights, prompts, { end: -1, maxTokens: 1 });
		expect(next.tokens[0], `token ${n}`).toBe(long.tokens[n]);
	}
}
