/** Targets as most engines take them: a label and a weight for every place of the batch. */
import type { RowBatch } from './rowBatch.ts';

export interface DenseTargets {
	/** [rows × time]: the token that is right; 0 where there is none. */
	readonly labels: Int32Array<ArrayBuffer>;
	/** [rows × time]: the weight of its nll in the loss, the mean over examples of the mean over their targets; else 0. */
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
