/** Dense targets: a label and a weight for every position of the batch. */
import type { RowBatch } from './rowBatch.ts';

export interface DenseTargets {
	/** [rows × time]: the right token; 0 without a target. */
	readonly labels: Int32Array<ArrayBuffer>;
	/**
	 * [rows × time]: weight of the NLL in the loss; 0 without a target.
	 * The loss is the mean over examples of the mean over their targets.
	 */
	readonly weights: Float32Array<ArrayBuffer>;
}

export function denseTargets(batch: RowBatch): DenseTargets {
	const labels = new Int32Array(batch.rows * batch.time);
	const weights = new Float32Array(batch.rows * batch.time);
	batch.predictors.forEach((place, i) => {
		labels[place] = batch.targets[i];
		weights[place] = 1 / (batch.exampleCount * batch.targetCounts[batch.owners[i]]);
	});
	return { labels, weights };
}
