/** The kernels' chain rules in tfjs's registry: its autograd follows them on every backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Kernel } from './kernel.ts';

export function registerGradients(kernels: readonly Kernel[]): void {
	for (const { name, gradient } of kernels) {
		if (!gradient) continue;
		const outputs = gradient.outputs ?? [];
		tf.registerGradient({
			kernelName: name,
			inputsToSave: [...gradient.inputs],
			// tfjs saves the outputs whose flag is true, in order.
			outputsToSave: Array.from({ length: 1 + Math.max(-1, ...outputs) }, (_, i) =>
				outputs.includes(i),
			),
			gradFunc: (dy, saved, attributes) =>
				gradient.of(Array.isArray(dy) ? dy : [dy], saved, attributes as unknown as Attributes),
		});
	}
	tf.registerGradient({
		kernelName: tf.Identity,
		gradFunc: (dy) => ({ x: () => (dy as tf.Tensor).clone() }),
	});
}
