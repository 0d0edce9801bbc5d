/** Runs a kernel by its name through tfjs: recorded by a capture, done at once on a backend that has it, seen by the autograd. */
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Kernel } from './kernel.ts';

/** Its outputs. Inputs that are undefined are left out. */
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
