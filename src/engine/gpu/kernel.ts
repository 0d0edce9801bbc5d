/**
 * Types of a kernel: one operation with its GPU code, wasm calls, reference and gradient, in one
 * file of kernels/. The float64 reference defines the result on every device.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Operand } from './operand.ts';
import type { Tuning } from './webgpu/matmul/tuning.ts';

export { sizeOf, type Operand, type Storage } from './operand.ts';

/** One dispatch of a compute shader. */
export interface Dispatch {
	/** For errors and profiles: `linear forward`. */
	readonly label: string;
	readonly wgsl: string;
	/** For each binding the operand's index (inputs, then outputs) and the access in the WGSL. */
	readonly bindings: readonly { readonly operand: number; readonly access: Access }[];
	/** Words of the uniform buffer, which is the last binding. */
	readonly uniforms: readonly Word[];
	readonly workgroups: readonly [number, number, number];
	/** Approximate floating-point operations: long dispatches get submissions of their own. */
	readonly flops: number;
	/**
	 * The same shader with several bindings for an operand that lies in several buffers. `lengths`:
	 * the elements of each part, by binding.
	 */
	readonly inParts: (
		lengths: readonly (readonly number[])[],
	) => Pick<Dispatch, 'wgsl' | 'bindings'>;
	/** Present if the dispatch computes items of their own elements, so that it can be cut. */
	readonly items?: Items;
}
export interface Items {
	readonly count: number;
	/** Elements of one item, by binding. undefined: all items read the whole operand. */
	readonly widths: readonly (number | undefined)[];
	/** A dispatch of the items from `first` on, whose operands start at the first one's elements. */
	readonly range: (first: number, count: number) => Dispatch;
}
export type Access = 'read' | 'read_write';
/** 32 bits: an unsigned integer or a float. */
export type Word = number | { readonly f32: number };

/** One call of a wasm function. Its arguments are pointers, then words. */
export interface Call {
	/** The function's export name. */
	readonly run: string;
	/** Operand indices (inputs, then outputs). Default: all operands. */
	readonly operands?: readonly number[];
	readonly words: readonly Word[];
	/** Approximate multiply-adds. Default: eight for each element of the first input or an output. */
	readonly work?: number;
}

/** Numbers of an operation that are not tensors: heads, ε, a window. */
export type Attributes = { readonly [name: string]: number };

export interface Operands {
	readonly inputs: readonly Operand[];
	readonly outputs: readonly Operand[];
}

export interface Kernel<A extends Attributes = Attributes> {
	/** Name in tfjs's registry. */
	readonly name: string;
	/** Input names in order. Trailing names that end in `?` are optional. */
	readonly inputs: readonly string[];
	/** Inputs that the kernel overwrites. */
	readonly updates?: readonly string[];
	outputs(inputs: readonly Operand[], attributes: A): readonly Operand[];
	dispatches(operands: Operands, attributes: A, tuning: Tuning): readonly Dispatch[];
	/** Absent if only WebGPU runs programs with the kernel. */
	calls?(operands: Operands, attributes: A): readonly Call[];
	/** Plain loops that compute the outputs in float64 and overwrite the updated inputs. */
	reference(
		inputs: readonly Float64Array[],
		operands: Operands,
		attributes: A,
	): readonly Float64Array[];
	/** Absent if nothing is differentiated through the kernel. */
	readonly gradient?: Gradient<A>;
	/** Computes the first output alone, for programs that read no other. */
	readonly firstOutputOnly?: Kernel;
}

/** The chain rule: computes ∂L/∂input from ∂L/∂output with other kernels. */
export interface Gradient<A extends Attributes = Attributes> {
	/** Names of the inputs to save. */
	readonly inputs: readonly string[];
	/** Indices of the outputs to save. */
	readonly outputs?: readonly number[];
	/** dy: one for each output. saved: the inputs, then the outputs named above. */
	backward(
		dy: readonly tf.Tensor[],
		saved: readonly tf.Tensor[],
		attributes: A,
	): { readonly [input: string]: () => tf.Tensor };
}

/** The kernels whose files were loaded. kernels.ts loads all files. */
export const definedKernels: Kernel[] = [];

/** Adds a kernel to the list, and keeps the literal type of its attributes. */
export function defineKernel<A extends Attributes>(kernel: Kernel<A>): Kernel<A> {
	definedKernels.push(kernel);
	return kernel;
}
