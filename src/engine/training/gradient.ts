/** Loss and gradient of a batch: a forward and a backward pass per micro-batch, then the sum. */
import * as tf from '@tensorflow/tfjs-core';
import { nextTask } from '#engine/core/nextTask.ts';
import { exampleMeans } from '#engine/data/batch.ts';
import { capture, type Capture } from '#engine/gpu/capture.ts';
import type { Results, Vector } from '#engine/gpu/computeDevice.ts';
import { accumulate, dropout, nextTokenLoss } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';
import {
	batchInputs,
	batchTensors,
	padWithZeros,
	batchShape,
	type BatchShape,
} from '#engine/model/batchTensors.ts';
import { captureHidden, weightTensors, type DecoderPlan } from '#engine/model/capturedDecoder.ts';
import { outputHead, type Drop } from '#engine/model/decoder.ts';
import type { DecoderOnDevice, ProgramVectors } from '#engine/model/DecoderOnDevice.ts';
import type { HostBatch } from '#engine/model/hostBatch.ts';

export interface GradientVectors {
	readonly weights: Vector;
	readonly gradient: Vector;
	/** Gradient of one micro-batch, for a batch that has several. */
	readonly part: () => Promise<Vector>;
}

export interface GradientOptions {
	readonly plan?: DecoderPlan;
	/** The masks of a micro-batch follow from these 32 bits. Only an adapter has dropout. */
	readonly dropoutSeed?: (microBatch: number) => number;
}

/**
 * Sends the work that writes ∂L/∂θ to `gradient`. L is the mean over examples of the mean nll of
 * their targets, each times its loss weight. The returned function reads each example's mean nats
 * per target, in order.
 */
export async function batchGradient(
	decoder: DecoderOnDevice,
	{ weights, gradient, part }: GradientVectors,
	batches: readonly HostBatch[],
	{ plan = decoder, dropoutSeed }: GradientOptions = {},
): Promise<() => Promise<Float64Array>> {
	const examples = batches.reduce((sum, batch) => sum + batch.exampleCount, 0);
	const sent: Results[] = [];
	const sum = () => sumProgram(decoder);
	for (const [i, batch] of batches.entries()) {
		// On the processor each takes up to half a second: the thread answers between two.
		if (i > 0) await nextTask();
		const into = i === 0 ? gradient : await part();
		const vectors = { weights, gradient: into };
		const seed = dropoutSeed?.(i);
		sent.push(await microBatchGradient(decoder, plan, vectors, batch, 1 / examples, seed));
		if (i > 0) await decoder.run('sum of gradients', sum, { sum: gradient, part: into }, {});
	}
	return async () => {
		const losses = new Float64Array(examples);
		let first = 0;
		for (const [i, batch] of batches.entries()) {
			const { nll } = await sent[i].read();
			losses.set(exampleMeans(nll, batch), first);
			first += batch.exampleCount;
		}
		return losses;
	};
}

function microBatchGradient(
	decoder: DecoderOnDevice,
	plan: DecoderPlan,
	vectors: ProgramVectors,
	batch: HostBatch,
	exampleWeight: number,
	dropoutSeed = 0,
): Promise<Results> {
	const { config } = decoder;
	const shape = batchShape(batch, config);
	const targetWeights = new Float32Array(shape.targets);
	batch.owners.forEach(
		(owner, i) => (targetWeights[i] = exampleWeight / batch.targetCounts[owner]),
	);
	return decoder.run(
		`gradient ${shape.packLength} ${shape.targets}${hasDropout(plan) ? ' with dropout' : ''}`,
		() => gradientProgram(plan, shape),
		vectors,
		Object.assign(batchInputs(batch, shape, config), {
			targets: padWithZeros(batch.targets, shape.targets),
			targetWeights,
			...(hasDropout(plan) && { dropoutSeed: Int32Array.of(dropoutSeed) }),
		}),
	);
}

/** Forward and backward: vector `weights` → vector `gradient`, result `nll` [targets]. */
export const gradientProgram = (plan: DecoderPlan, shape: BatchShape): Program =>
	capture('gradient', (capture) => captureGradient(capture, plan, shape));

export function captureGradient(capture: Capture, plan: DecoderPlan, shape: BatchShape): void {
	const batch = batchTensors(capture, shape, plan.config);
	const targets = capture.input('targets', [shape.targets], 'i32') as tf.Tensor1D;
	const targetWeights = capture.input('targetWeights', [shape.targets], 'f32') as tf.Tensor1D;
	const weights = weightTensors(capture, plan);
	const drop = captureDropout(capture, plan);
	const loss = () => {
		const hidden = captureHidden(capture, plan, weights, { ...batch, drop });
		const nll = nextTokenLoss(hidden, outputHead(plan.config, weights), targets, targetWeights);
		capture.result('nll', nll);
		return nll;
	};
	const { tensors } = plan.layout;
	const gradients = tf.grads(loss)(tensors.map(({ role }) => weights.get(role)!));
	tensors.forEach(({ deviceOffset }, i) => capture.store(gradients[i], 'gradient', deviceOffset));
}

const hasDropout = ({ frozen }: DecoderPlan): boolean =>
	frozen !== undefined && frozen.adapter.dropout > 0;

export const withoutDropout = (plan: DecoderPlan): DecoderPlan =>
	plan.frozen && hasDropout(plan)
		? { ...plan, frozen: { ...plan.frozen, adapter: { ...plan.frozen.adapter, dropout: 0 } } }
		: plan;

/** Dropout before adapters. The masks depend on input `dropoutSeed` [1]. */
function captureDropout(capture: Capture, plan: DecoderPlan): Drop | undefined {
	if (!hasDropout(plan)) return undefined;
	const rate = plan.frozen!.adapter.dropout;
	const seed = capture.input('dropoutSeed', [1], 'i32') as tf.Tensor1D;
	return (x, salt) => dropout(x, seed, { rate, salt });
}

/** Adds vector `part` to vector `sum`. */
export const sumProgram = ({ layout }: DecoderPlan): Program =>
	capture('sum of gradients', (capture) => {
		const whole = (name: string) => capture.vector(name, 0, [layout.length]) as tf.Tensor1D;
		accumulate(whole('sum'), whole('part'));
	});
