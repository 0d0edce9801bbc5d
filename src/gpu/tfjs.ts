/** Connects kernels to tfjs: runs them by name, and registers their gradients for its autograd. */
import { highest } from '#core/statistics.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Kernel } from './kernel.ts';

/**
 * Runs a kernel on tfjs's current backend: recorded in a capture, computed at once on an eager
 * backend. Inputs that are undefined are omitted.
 */
export function apply<A extends Attributes>(
	kernel: Kernel<A>,
	inputs: { readonly [name: string]: tf.Tensor | undefined },
	attributes: A,
): tf.Tensor[] {
	const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor));
	const outputs: unknown = tf
		.engine()
		.runKernel(kernel.name, given as tf.NamedTensorMap, attributes);
	return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}

/** Registers the kernels' chain rules, which tfjs's autograd follows on every backend. */
export function registerGradients(kernels: readonly Kernel[]): void {
	for (const { name, gradient } of kernels) {
		if (!gradient) continue;
		const outputs = gradient.outputs ?? [];
		tf.registerGradient({
			kernelName: name,
			inputsToSave: [...gradient.inputs],
			// tfjs saves the outputs whose flag is true, in order.
			outputsToSave: Array.from({ length: 1 + Math.max(-1, highest(outputs)) }, (_, i) =>
				outputs.includes(i),
			),
			gradFunc: (dy, saved, attributes) =>
				gradient.backward(
					Array.isArray(dy) ? dy : [dy],
					saved,
					attributes as unknown as Attributes,
				),
		});
	}
	tf.registerGradient({
		kernelName: tf.Identity,
		gradFunc: (dy) => ({ x: () => (dy as tf.Tensor).clone() }),
	});
}
