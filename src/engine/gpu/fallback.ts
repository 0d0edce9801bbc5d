/**
 * Fallback: an operation without a kernel of the lab runs as tfjs's own, so that a new architecture
 * trains before it has kernels. It runs on tfjs's WebGPU backend on the lab's GPU, otherwise on its
 * cpu backend. Both are large, so they are loaded when a capture first needs one.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { DeviceError, InternalError, toMessage } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { Kernel } from './kernel.ts';
import type { Program } from './program.ts';

/** The numbers of a tensor on the processor. tfjs keeps booleans in bytes. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

/** A tensor's shape and its type in tfjs. Booleans take 32 bits on the devices. */
export interface TensorType {
	readonly shape: readonly number[];
	readonly dtype: tf.DataType;
}

/** A call of one of tfjs's kernels. */
export interface TfjsCall {
	/** The kernel's name. */
	readonly name: string;
	/** tfjs's names of the inputs; null: a list, as of `concat`. */
	readonly inputNames: readonly string[] | null;
	readonly inputs: readonly TensorType[];
	readonly attributes: tf.NamedAttrMap;
}

/** The operation of a fallback kernel. */
export interface TfjsOperation extends TfjsCall {
	readonly outputs: readonly TensorType[];
	/** Computes the outputs on the processor. */
	compute(inputs: readonly Numbers[]): readonly Numbers[];
}

/** The tensors in the form that tfjs's kernel takes: by name, or as a list. */
export function tfjsInputs<T extends tf.TensorInfo>(
	{ inputNames }: Pick<TfjsCall, 'inputNames'>,
	given: readonly T[],
): { [name: string]: T } {
	if (!inputNames) return given as unknown as { [name: string]: T };
	return Object.fromEntries(inputNames.map((name, i) => [name, given[i]]));
}

/** Thrown by a capture. `withFallback` then loads tfjs's kernels. */
export class MissingKernelError extends InternalError {
	constructor(readonly operation: string) {
		super(`The operation ${operation} has no kernel.`);
	}
}

/** Calls `work`, which captures programs. Loads tfjs's kernels if it needs one, and repeats it. */
export async function withFallback<T>(work: () => T): Promise<T> {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof MissingKernelError)) throw error;
		const { registerFallback } = await import('./fallback/tfjsKernels.ts').catch(notLoaded);
		registerFallback();
		return work();
	}
}

function notLoaded(error: unknown): never {
	throw new DeviceError(
		sentence`TensorFlow.js, which this model needs, could not be loaded (${toMessage(error)}).
			Connect to the network and try again.`,
	);
}

/** The names of tfjs's kernels in the programs, sorted. */
export function fallbackNames(programs: readonly Program[]): string[] {
	const operations = programs.flatMap(({ operations }) => operations);
	const names = operations.flatMap(({ kernel }) => kernel.fallback?.name ?? []);
	return [...new Set(names)].filter((name) => name !== constantName).sort();
}

/** A kernel that devices run through its `fallback`. */
export const fallbackKernel = (operation: TfjsOperation): Kernel => ({
	name: operation.name,
	inputs: operation.inputs.map((_, i) => operation.inputNames?.[i] ?? String(i)),
	outputs: () =>
		operation.outputs.map(({ shape, dtype }) => ({
			shape,
			storage: dtype === 'float32' ? 'f32' : 'i32',
			exact: true,
		})),
	dispatches: () => [],
	calls: () => [],
	reference: (inputs) =>
		operation
			.compute(inputs.map((values, i) => toNumbers(operation.inputs[i].dtype, values)))
			.map((values) => Float64Array.from(values)),
	fallback: operation,
});

const toNumbers = (dtype: tf.DataType, values: Float64Array): Numbers =>
	dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);

const constantName = 'Constant';

/** A tensor that tfjs made from numbers, as an operation without inputs. */
export const constantKernel = (type: TensorType, values: Numbers): Kernel =>
	fallbackKernel({
		name: constantName,
		inputNames: [],
		inputs: [],
		outputs: [type],
		attributes: {},
		compute: () => [values],
	});
