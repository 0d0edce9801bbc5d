/** Connects kernels to tfjs: runs them by name, and registers their gradients for its autograd. */
import { highest } from '#engine/core/statistics.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Kernel } from './kernel.ts';

/** Runs a kernel on tfjs's current backend, captured or eager. Omits inputs that are undefined. */
export function apply<A extends Attributes>(
	kernel: Kernel<A>,
	inputs: { readonly [name: string]: tf.Tensor | undefined },
	attributes: A,
): tf.Tensor[] {
	const present = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor));
	const outputs: unknown = tf
		.engine()
		.runKernel(kernel.name, present as tf.NamedTensorMap, attributes);
	return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}

/** Runs `work` while tfjs's autograd follows the kernels' chain rules, also for names of tfjs. */
export function withGradients(kernels: readonly Kernel[], work: () => void): void {
	const ours = [...gradientConfigs(kernels), identity];
	const theirs = ours.map(({ kernelName }) => tf.getGradient(kernelName));
	ours.forEach(tf.registerGradient);
	try {
		work();
	} finally {
		ours.forEach(({ kernelName }) => tf.unregisterGradient(kernelName));
		theirs.forEach((config) => config && tf.registerGradient(config));
	}
}

const identity: tf.GradConfig = {
	kernelName: tf.Identity,
	gradFunc: (dy) => ({ x: () => (dy as tf.Tensor).clone() }),
};

/** The kernels' chain rules in tfjs's form. */
export const gradientConfigs = (kernels: readonly Kernel[]): tf.GradConfig[] =>
	kernels.flatMap(({ name, gradient }) => {
		if (!gradient) return [];
		const outputs = gradient.outputs ?? [];
		return {
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
		};
	});
