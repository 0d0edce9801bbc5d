/** Loss and gradient of a micro-batch, and of a batch that is cut into several: forward, backward, sum. */
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '#gpu/kernels.ts';
import { exampleMeans } from '#data/batch.ts';
import { hiddenStates, targetLogits, weightViews, type DecoderOnDevice } from '#model/decoder.ts';
import { disposeBatch, toDevice } from '#model/deviceBatch.ts';
import type { HostBatch } from '#model/hostBatch.ts';

export interface BatchGradient {
	/** ∂L/∂θ, flat; the caller disposes of it. L = mean over examples of the mean over their targets of nll. */
	readonly gradient: tf.Tensor1D;
	/** Mean nats per target of each example, in order. */
	readonly losses: Float64Array;
}

/** Examples keep their order over the micro-batches. One readback, after all of them were sent. */
export async function batchGradient(
	decoder: DecoderOnDevice,
	weights: tf.Tensor1D,
	batches: readonly HostBatch[],
): Promise<BatchGradient> {
	const examples = batches.reduce((sum, batch) => sum + batch.exampleCount, 0);
	const parts = batches.map((batch) => microBatchGradient(decoder, weights, batch, 1 / examples));
	const gradient = tf.tidy(() =>
		parts
			.map((part) => part.gradient)
			.reduce((sum, next) => tf.add(sum, next))
			.clone(),
	);
	tf.dispose(parts.map((part) => part.gradient));
	const losses = new Float64Array(examples);
	let first = 0;
	for (const [i, batch] of batches.entries()) {
		const nll = await parts[i].nll.data();
		parts[i].nll.dispose();
		exampleMeans(nll, batch).forEach((loss, example) => (losses[first + example] = loss));
		first += batch.exampleCount;
	}
	return { gradient, losses };
}

function microBatchGradient(
	decoder: DecoderOnDevice,
	flat: tf.Tensor1D,
	host: HostBatch,
	exampleWeight: number,
): { gradient: tf.Tensor1D; nll: tf.Tensor1D } {
	const batch = toDevice(host, decoder.config, decoder.tables);
	let nll: tf.Tensor1D | undefined;
	const gradient = tf.tidy(() => {
		const views = weightViews(flat, decoder.specs);
		const roles = [...views.keys()];
		const targetWeights = tf.tensor1d(
			Float32Array.from(host.owners, (owner) => exampleWeight / host.targetCounts[owner]),
		);
		const loss = (...tensors: tf.Tensor[]): tf.Scalar => {
			const weights = new Map(roles.map((role, i) => [role, tensors[i]]));
			const hidden = hiddenStates(decoder.config, weights, batch, decoder.tables);
			const logits = targetLogits(decoder.config, weights, hidden, batch);
			return crossEntropy(
				logits,
				batch.targets,
				targetWeights,
				(values) => (nll = tf.keep(values)),
			);
		};
		const gradients = tf.grads(loss)([...views.values()]);
		return tf.concat<tf.Tensor1D>(gradients.map((part) => tf.reshape(part, [-1])));
	});
	disposeBatch(batch);
	return { gradient, nll: nll! };
}
