/** Types of a model's tensors: in the checkpoint, in the flat vector, and in a capture. */
import type * as tf from '@tensorflow/tfjs-core';

export interface Stored {
	/** The shape in the checkpoint, where one tensor may hold several of the decoder. */
	readonly shape: readonly number[];
	/** The index in the checkpoint's tensor of the decoder's element `i`. */
	readonly at: (i: number) => number;
	/** The checkpoint has matrices as [in, out]. */
	readonly isTransposed: boolean;
}

/** A parameter tensor: its name in the checkpoint, its role, and its offset in the flat vector. */
export interface TensorSpec {
	readonly name: string;
	readonly role: string;
	readonly shape: readonly number[];
	readonly offset: number;
	readonly size: number;
	/** Absent: the checkpoint has the same numbers in the same order. */
	readonly stored?: Stored;
	/** Other roles of the same tensor. */
	readonly aliases?: readonly string[];
}
export const countParameters = (specs: readonly Pick<TensorSpec, 'size'>[]): number =>
	specs.reduce((sum, { size }) => sum + size, 0);

/** A checkpoint's tensors by role (`embedding`, `layer0.query`, …). Matrices are [out, in]. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/** Passes whole rows in order, from number `first` on. Throws InputError if one is not finite. */
export type ReadWeights = (
	take: (spec: TensorSpec, numbers: Float32Array, first: number) => unknown,
) => Promise<void>;
