/**
 * What a kernel is: one operation with all that is known of it, in one file of kernels/. From its WGSL the GPU runs it, from its
 * calls the software path does, and its float64 reference says what both must give.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Tuning } from './webgpu/tuning.ts';

/** f16: two numbers in a 32-bit word, along the innermost dimension, which is then a multiple of four. */
export type Storage = 'f32' | 'f16' | 'i32';

/** A tensor as a kernel sees it. Row-major; it starts at a multiple of 256 bytes. */
export interface Operand {
	readonly shape: readonly number[];
	readonly storage: Storage;
}
/** A tensor that a kernel makes. */
export interface Output extends Operand {
	/** Kept in 32 bits in a run of half precision: losses, norms, sums. */
	readonly exact?: boolean;
}

/** One dispatch of a compute shader. */
export interface Dispatch {
	/** For errors and profiles: `linear forward`. */
	readonly label: string;
	readonly wgsl: string;
	/** What binding i is: a place in the operation's operands (inputs, then outputs), and how the WGSL declares it. */
	readonly bindings: readonly { readonly operand: number; readonly access: Access }[];
	/** Words of the uniform that follows the last binding. */
	readonly uniforms: readonly Word[];
	readonly workgroups: readonly [number, number, number];
	/** Floating-point operations, roughly: long ones are sent in submissions of their own. */
	readonly flops: number;
}
export type Access = 'read' | 'read_write';
/** 32 bits: an unsigned integer, or a float. */
export type Word = number | { readonly f32: number };

/** One call of an export of the wasm kernels: its pointers, then the words. */
export interface Call {
	readonly run: string;
	/** Places in the operands (inputs, then outputs), or room that is lost after the operation; all operands in order unless said. */
	readonly operands?: readonly (number | 'scratch')[];
	/** Numbers of scratch that the call needs; all calls of an operation see the same. */
	readonly scratch?: number;
	readonly words: readonly Word[];
}

/** Numbers that belong to an operation and not to its tensors: heads, ε, a window. */
export type Attributes = { readonly [name: string]: number };

export interface Operands {
	readonly inputs: readonly Operand[];
	readonly outputs: readonly Operand[];
}

export interface Kernel<A extends Attributes = Attributes> {
	/** Its name in tfjs's registry. */
	readonly name: string;
	/** Names of the inputs in their order; those that end in `?` may be left out, from the last one on. */
	readonly inputs: readonly string[];
	/** Inputs that it overwrites. */
	readonly updates?: readonly string[];
	outputs(inputs: readonly Operand[], attributes: A): readonly Output[];
	dispatches(operands: Operands, attributes: A, tuning: Tuning): readonly Dispatch[];
	calls(operands: Operands, attributes: A): readonly Call[];
	/** The outputs in float64 (inputs that are updated are updated). Plain loops: the oracle of the tests. */
	reference(
		inputs: readonly Float64Array[],
		operands: Operands,
		attributes: A,
	): readonly Float64Array[];
	/** None: nothing is differentiated through it. */
	readonly gradient?: Gradient<A>;
}

/** The chain rule: from ∂L/∂output the ∂L/∂input, by other kernels. */
export interface Gradient<A extends Attributes = Attributes> {
	readonly inputs: readonly string[];
	/** Outputs that it needs, by place. */
	readonly outputs?: readonly number[];
	/** dy: by output. saved: the inputs named above, then the outputs. Gives a function per differentiable input. */
	of(
		dy: readonly tf.Tensor[],
		saved: readonly tf.Tensor[],
		attributes: A,
	): { readonly [input: string]: () => tf.Tensor };
}

/** Numbers in a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Keeps the literal type of a kernel's attributes. */
export const defineKernel = <A extends Attributes>(kernel: Kernel<A>): Kernel<A> => kernel;
