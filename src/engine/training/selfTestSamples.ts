/**
 * The numbers of the self-test: those of two training steps, an evaluation and two answers in
 * float64. So each kernel is compared at the shapes and storages in which it works.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { highest } from '#engine/core/statistics.ts';
import { say } from '#engine/core/message.ts';
import type { KernelSample } from '#engine/gpu/checkKernels.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { Given } from '#engine/gpu/interpret.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import { nextTokenLoss, productKernels } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import { tensorSpecs, type Architecture } from '#engine/model/architecture.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { generate } from '#engine/model/generate.ts';
import { measure } from './measure.ts';
import { openTrial, type TrialModel } from './trial.ts';

/** One layer with heads of the shipped model's size, which share keys, and an odd vocabulary. */
const llama = findArchitecture('llama');
const config = llama.config({
	vocab_size: 67,
	hidden_size: 48,
	intermediate_size: 72,
	num_hidden_layers: 1,
	num_attention_heads: 2,
	num_key_value_heads: 1,
	max_position_embeddings: 64,
	tie_word_embeddings: true,
});
export const testModel: TrialModel = { config, specs: tensorSpecs(llama, config) };
export const testLengths = [23, 3, 17, 9];

/** A layer with the parts that Llama does not have. */
const gpt = findArchitecture('gpt2');
const gptConfig = gpt.config({
	vocab_size: 37,
	n_positions: 32,
	n_embd: 24,
	n_layer: 1,
	n_head: 2,
});
const gate = ['gate', 'layer0.gate', [gptConfig.hidden, gptConfig.width]] as const;
const gated: Architecture = { ...gpt, tensors: (c) => [...gpt.tensors(c), gate] };
const otherParts: TrialModel = {
	config: { ...gptConfig, embeddingScale: 3, attentionCap: 2, logitCap: 4 },
	specs: tensorSpecs(gated, gptConfig),
};
/** Activations without a gate that no other model of the self-test has. */
const ungated = (['relu', 'silu'] as const).map((activation): TrialModel => ({
	config: { ...gptConfig, activation },
	specs: tensorSpecs(gpt, gptConfig),
}));
const gatedModel = { architecture: gated, config: gptConfig };
const withLengths = makeAdapter(gatedModel, { rank: 2, alpha: 4, dora: true, dropout: 0.25 });
const besideBf16 = makeAdapter(gatedModel, { rank: 2, alpha: 4, base: 'bf16' });

/** Rows of whole blocks, for weights in 8 and 4 bits, and long heads, whose sums are split. */
const wideConfig = llama.config({
	vocab_size: 5,
	hidden_size: 64,
	intermediate_size: 64,
	num_hidden_layers: 1,
	num_attention_heads: 1,
	max_position_embeddings: 16,
	tie_word_embeddings: true,
});
const wideRows: TrialModel = { config: wideConfig, specs: tensorSpecs(llama, wideConfig) };
const besideBlocks = (['int8', 'nf4'] as const).map((base) =>
	makeAdapter({ architecture: llama, config: wideConfig }, { rank: 2, alpha: 4, base }),
);

/** One sample for each kernel, storage of its operands and setting. */
export async function selfTestSamples(): Promise<KernelSample[]> {
	const samples = new Map<string, KernelSample>();
	const onOperation: Given['onOperation'] = ({ kernel, attributes }, operands, numbers) => {
		const { inputs, outputs } = operands;
		// Integers are only copied, by a kernel that copies floats too.
		if (inputs[0].storage === 'i32') return;
		const storages = [...inputs, ...outputs].map(({ storage }) => storage);
		samples.set(JSON.stringify([kernel.name, storages, attributes]), {
			kernel,
			attributes,
			inputs: inputs.map((operand, i) => ({ ...operand, values: numbers[i].slice() })),
			outputs,
			// A sum has at most as many terms as its longest operand has rows or columns.
			terms: Math.min(1024, highest(inputs.flatMap(({ shape }) => shape))),
		});
	};
	const reason = say('The self-test computes in float64.');
	const device = new JavaScriptDevice(reason, reason, { onOperation });
	for (const model of [otherParts, ...ungated])
		await (await openTrial(device, model, { lengths: [9, 4] })).train(1);
	for (const adapter of [withLengths, besideBf16])
		await (await openTrial(device, otherParts, { lengths: [9, 4], adapter })).train(1);
	for (const adapter of besideBlocks)
		await (await openTrial(device, wideRows, { lengths: [11, 5], adapter })).train(1);
	const trial = await openTrial(device, testModel, { lengths: testLengths, accumulation: 2 });
	// The moments of AdamW are 0 in the first step.
	await trial.train(2);
	await measure(trial.decoder, trial.learner.weights, trial.examples, { states: true });
	const prompts = [[5, 6, 7], [8]];
	await generate(trial.decoder, trial.learner.weights, prompts, { end: -1, maxTokens: 2 });
	const loaded = await device.load(chunkedLoss, {});
	loaded.run({
		hidden: Float32Array.from({ length: 40 }, (_, i) => Math.sin(i)),
		matrix: Float32Array.from({ length: 24 }, (_, i) => Math.cos(i)),
		targets: Int32Array.from({ length: 10 }, (_, i) => i % 6),
		weights: new Float32Array(10).fill(0.1),
	});
	return [...samples.values(), ...longSums()];
}

/** Products of the sizes whose sums invocations of a GPU share (webgpu/matmul/). */
function longSums(): KernelSample[] {
	const sizes = [
		{ m: 8, n: 12, k: 136 },
		{ m: 130, n: 192, k: 516 },
	];
	const operand = (shape: readonly [number, number], phase: number) => ({
		shape,
		storage: 'f32' as const,
		values: Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(i + phase)),
	});
	return productKernels.flatMap(({ product, ...kernel }) =>
		sizes.map(({ m, n, k }) => ({
			kernel,
			attributes: {},
			inputs: [
				operand(product === 'TN' ? [k, m] : [m, k], 1),
				operand(product === 'NT' ? [n, k] : [k, n], 2),
			],
			outputs: [{ shape: [m, n], storage: 'f32' }],
			terms: k,
		})),
	);
}

/** Large vocabularies compute the loss in chunks of rows. */
const chunkedLoss: Program = capture('chunked loss', (capture) => {
	const input = (name: string, ...shape: number[]) => capture.input(name, shape, 'f32');
	const nll = nextTokenLoss(
		input('hidden', 10, 4) as tf.Tensor2D,
		{ matrix: input('matrix', 6, 4) as tf.Tensor2D },
		capture.input('targets', [10], 'i32') as tf.Tensor1D,
		input('weights', 10) as tf.Tensor1D,
		4 * 6 * 5,
	);
	capture.result('nll', nll);
});
