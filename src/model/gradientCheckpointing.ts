/**
 * Gradient checkpointing (Chen et al. 2016, arXiv 1604.06174): of a layer only its input is kept for the backward pass, which
 * computes the layer again. The gradients are the same bits; a layer's memory is paid once, and each layer's time twice.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from './decoder.ts';

export const checkpointed = (layer: Layer): Layer => {
	const kernel = tf.customGrad((...given) => {
		const inputs = given.slice(0, -1) as tf.Tensor[];
		const save = given[given.length - 1] as unknown as tf.GradSaveFunc;
		save(inputs);
		return {
			value: layer(...(inputs as [tf.Tensor2D, ...tf.Tensor[]])),
			gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
				withTapeOfItsOwn(() =>
					tf.grads((...inputs) => layer(...(inputs as [tf.Tensor2D, ...tf.Tensor[]])))(saved, dy),
				),
		};
	});
	return (...inputs) => kernel(...inputs);
};

/** tfjs drops its tape when gradients are done, also when they are part of others: it is put back for those. */
function withTapeOfItsOwn<T>(work: () => T): T {
	const { state } = tf.engine();
	const outer = state.activeTape;
	try {
		return work();
	} finally {
		if (outer) state.activeTape = outer;
	}
}
