/**
 * Loss, exact match and confidence of examples in one teacher-forced pass. Greedy decoding gives
 * the whole answer exactly if every target is the argmax after the true tokens before it.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { NonFiniteError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import {
	splitIntoMicroBatches,
	exampleMeans,
	packBatch,
	type MicroBatchBounds,
	type ExampleAddress,
} from '#engine/data/batch.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import { gatherRows, segmentMeans, tokenScores } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';
import {
	batchInputs,
	batchTensors,
	padWithZeros,
	batchShape,
	type BatchShape,
} from '#engine/model/batchTensors.ts';
import { captureHidden, weightTensors, type DecoderPlan } from '#engine/model/capturedDecoder.ts';
import { outputHead } from '#engine/model/decoder.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { HostBatch } from '#engine/model/hostBatch.ts';

export interface Measurement {
	/** Mean nats per target of each example. */
	readonly losses: Float64Array;
	/** Share of each example's targets that are the argmax. 1: the whole answer is right. */
	readonly hits: Float64Array;
	/** Mean over each example's targets of the probability of the model's first choice. */
	readonly confidences: Float64Array;
	/** [examples × width]: mean over positions of the last normalised hidden state, if requested. */
	readonly states: Float32Array | null;
}

export interface MeasureOptions {
	readonly states?: boolean;
	readonly onProgress?: (done: number) => void;
	readonly signal?: AbortSignal;
}

/** Positions of one pass. Bounds memory and the time until the worker can answer a call. */
const maxPassLength = 4096;
export const examplesPerPass = 64;

export const passBounds = (examples: number): MicroBatchBounds => ({
	parts: Math.ceil(examples / examplesPerPass),
	maxPackLength: maxPassLength,
});

/** Throws NonFiniteError, since a NaN logit would count as a right answer. */
export async function measure(
	decoder: DecoderOnDevice,
	weights: Vector,
	examples: readonly ExampleAddress[],
	{ states = false, onProgress, signal }: MeasureOptions = {},
): Promise<Measurement> {
	const losses = new Float64Array(examples.length);
	const hits = new Float64Array(examples.length);
	const confidences = new Float64Array(examples.length);
	const { width } = decoder.config;
	const pooled = states ? new Float32Array(examples.length * width) : null;
	let sent = 0;
	/** Takes the results of the pass before the last one: a GPU computes the last one meanwhile. */
	let takeEarlier: (() => Promise<void>) | undefined;
	const { parts, maxPackLength } = passBounds(examples.length);
	for (const part of splitIntoMicroBatches(examples, parts, maxPackLength)) {
		// On the processor no pass waits for a device, so calls get their turn here.
		await nextTask();
		signal?.throwIfAborted();
		const host = packBatch(part, 'packed');
		const results = (await pass(decoder, weights, host, states)).read();
		// The error is thrown where the results are taken.
		results.catch(() => undefined);
		const from = sent;
		sent += part.length;
		await takeEarlier?.();
		takeEarlier = async () => {
			const result = await results;
			losses.set(exampleMeans(result['nll'], host), from);
			hits.set(exampleMeans(result['hit'], host), from);
			confidences.set(exampleMeans(result['confidence'], host), from);
			pooled?.set(result['states'].subarray(0, part.length * width), from * width);
			onProgress?.(from + part.length);
		};
	}
	await takeEarlier?.();
	const broken = losses.findIndex((loss) => !Number.isFinite(loss));
	if (broken >= 0)
		throw new NonFiniteError(
			say(
				'The model gives losses that are not finite numbers. Go back to an earlier checkpoint with a lower learning rate.',
			),
			{ example: broken },
		);
	// Rounding can make a sum of shares slightly less than 1.
	const rights = hits.map((share) => (share > 1 - 1e-9 ? 1 : share));
	return { losses, hits: rights, confidences, states: pooled };
}

/** Sends a pass of `scoreProgram`. */
function pass(decoder: DecoderOnDevice, weights: Vector, host: HostBatch, states: boolean) {
	const { config } = decoder;
	const shape = batchShape(host, config);
	return decoder.run(
		`scores ${shape.packLength} ${shape.targets}${states ? ' with states' : ''}`,
		() => scoreProgram(decoder, shape, states),
		{ weights },
		Object.assign(batchInputs(host, shape, config), {
			targets: padWithZeros(host.targets, shape.targets),
			...(states && { starts: boundaries(host) }),
		}),
	);
}

/** Results: `nll`, `hit`, `confidence` [targets]; on request `states` [examplesPerPass, width]. */
export const scoreProgram = (plan: DecoderPlan, shape: BatchShape, states: boolean): Program =>
	capture('scores', (capture) => {
		const weights = weightTensors(capture, plan);
		const batch = batchTensors(capture, shape, plan.config);
		const targets = capture.input('targets', [shape.targets], 'i32') as tf.Tensor1D;
		const { predictors } = batch;
		// The states need the rows of all tokens.
		const hidden = captureHidden(capture, plan, weights, {
			...batch,
			predictors: states ? undefined : predictors,
		});
		const { nll, hit, confidence } = tokenScores(
			states ? gatherRows(hidden, predictors) : hidden,
			outputHead(plan.config, weights),
			targets,
		);
		capture.result('nll', nll);
		capture.result('hit', hit);
		capture.result('confidence', confidence);
		if (!states) return;
		const starts = capture.input('starts', [examplesPerPass + 1], 'i32') as tf.Tensor1D;
		capture.result('states', segmentMeans(hidden, starts));
	});

/** [examplesPerPass + 1]: the first position of each example, then the end of the last one. */
function boundaries({ starts, lengths, exampleCount }: HostBatch): Int32Array {
	const end = starts[exampleCount - 1] + lengths[exampleCount - 1] - 1;
	const bounds = new Int32Array(examplesPerPass + 1).fill(end);
	bounds.set(starts);
	return bounds;
}
