/**
 * Gradients of the two tfjs ops that the decoder uses outside our kernels. tfjs-core registers its own only as a whole
 * (register_all_gradients), in a form that Node cannot import.
 */
import * as tf from '@tensorflow/tfjs-core';

tf.registerGradient({
	kernelName: tf.Add,
	inputsToSave: ['a', 'b'],
	gradFunc: (dy) => {
		const same = dy as tf.Tensor;
		// Both terms have dy's shape: the residual stream never broadcasts.
		return { a: () => same.clone(), b: () => same.clone() };
	},
});
tf.registerGradient({
	kernelName: tf.Reshape,
	inputsToSave: ['x'],
	gradFunc: (dy, saved) => ({ x: () => tf.reshape(dy as tf.Tensor, saved[0].shape) }),
});
