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
	const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor));
	const outputs: unknown = tf
		.engine()
		.runKernel(kernel.name, given as tf.NamedTensorMap, attributes);
	return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}

/**
 * Runs `work` while tfjs's autograd follows the kernels' chain rules. tfjs's own chain rules of the
 * same names serve inputs that a kernel does not take (its Add broadcasts, ours does not), and are
 * valid again afterwards.
 */
export function withGradients(kernels: readonly Kernel[], work: () => void): void {
	const ours = [...gradientConfigs(kernels), identity];
	const theirs = ours.map(({ kernelName }) => tf.getGradient(kernelName));
	ours.forEach((config, i) => {
		const kernel = kernels.find(({ name }) => name === config.kernelName);
		const other = theirs.at(i);
		tf.registerGradient(kernel?.takes && other ? eitherGradient(kernel, config, other) : config);
	});
	try {
		work();
	} finally {
		ours.forEach(({ kernelName }) => tf.unregisterGradient(kernelName));
		theirs.forEach((config) => config && tf.registerGradient(config));
	}
}

/** The chain rule of `ours` for inputs that the kernel takes, of `theirs` for others. */
const eitherGradient = (kernel: Kernel, ours: tf.GradConfig, theirs: tf.GradConfig) => ({
	...theirs,
	gradFunc: ((dy, saved, attributes) => {
		const { gradFunc } = kernel.takes!(saved) ? ours : theirs;
		return gradFunc(dy, saved, attributes);
	}) satisfies tf.GradFunc,
});

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
