/**
 * Gradient checkpointing (Chen et al. 2016, arXiv 1604.06174). The forward pass keeps only each
 * layer's input, and the backward pass recomputes the layer. The gradients are the same bits.
 * Activations need the memory of one layer, and each layer's forward time counts twice.
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
				keepOuterTape(() =>
					tf.grads((...inputs) => layer(...(inputs as [tf.Tensor2D, ...tf.Tensor[]])))(saved, dy),
				),
		};
	});
	return (...inputs) => kernel(...inputs);
};

/**
 * tfjs drops its tape after gradients, even inside other gradients. This restores the outer tape.
 */
function keepOuterTape<T>(work: () => T): T {
	const { state } = tf.engine();
	const outer = state.activeTape;
	try {
		return work();
	} finally {
		if (outer) state.activeTape = outer;
	}
}
