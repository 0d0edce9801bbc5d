/**
 * Capture: runs tfjs code once on tensors without numbers, and records its operations as a program.
 * tfjs's autograd works too, so a whole training step can be captured.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InternalError } from '#engine/core/errors.ts';
import {
	constantKernel,
	MissingKernelError,
	type Numbers,
	type TensorType,
	type TfjsCall,
} from './fallback.ts';
import { kernels } from './kernels.ts';
import { sliceRowsKernel } from './kernels/copyRows.ts';
import { type Attributes, type Kernel, type Storage } from './kernel.ts';
import { fuseSums, removeDeadOperations } from './optimize.ts';
import type { Location, Operation, Program, Value } from './program.ts';
import { withGradients } from './tfjs.ts';

export interface Capture {
	/** Returns a tensor whose values the host gives at each run. */
	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor;
	/** Returns part of a vector from element `offset`, a multiple of `vectorAlignment`. */
	vector(name: string, offset: number, shape: readonly number[], storage?: Storage): tf.Tensor;
	/** Makes an operation write its tensor into a vector. Gradients reach the optimizer this way. */
	store(tensor: tf.Tensor, vector: string, offset: number, storage?: 'f32' | 'f16'): void;
	/** Makes a tensor readable by the host after each run. */
	result(name: string, tensor: tf.Tensor): void;
}

/** Tensors in a vector start at multiples of this many elements: 256 bytes in half precision. */
export const vectorAlignment = 128;

const backendName = 'skillet-capture';

/**
 * Throws MissingKernelError if the code uses an operation without a kernel: see `withFallback`.
 * `half`: temporaries are stored in 16 bits if their row length is a multiple of four.
 */
export function capture(
	label: string,
	build: (capture: Capture) => void,
	{ half = false }: { readonly half?: boolean } = {},
): Program {
	const recorded = new Recording(half);
	const before = tf.engine().backendName;
	registerBackend();
	const outer = current;
	current = recorded;
	// The backend exists, so this takes effect synchronously.
	void tf.setBackend(backendName);
	try {
		withGradients(kernels, () => tf.tidy(() => build(recorded)));
	} catch (error) {
		throw missingKernel(error) ?? error;
	} finally {
		if (before && before !== backendName) void tf.setBackend(before);
		current = outer;
	}
	return fuseSums(removeDeadOperations({ label, ...recorded.program() }));
}

class Recording implements Capture {
	readonly #values: Value[] = [];
	readonly #operations: Operation[] = [];
	readonly #results: { [name: string]: number } = {};
	readonly #indices = new WeakMap<object, number>();

	constructor(private readonly half: boolean) {}

	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor {
		return this.#tensor({ shape, storage, exact: true, location: { kind: 'input', name } });
	}

	vector(
		name: string,
		offset: number,
		shape: readonly number[],
		storage: Storage = 'f32',
	): tf.Tensor {
		const location: Location = { kind: 'vector', vector: name, offset };
		return this.#tensor({ shape, storage, exact: true, location });
	}

	store(tensor: tf.Tensor, vector: string, offset: number, storage: 'f32' | 'f16' = 'f32'): void {
		const index = this.#find(tensor.dataId);
		const value = this.#values[index];
		if (value.location.kind !== 'temporary')
			throw new InternalError(
				`A tensor of location "${value.location.kind}" cannot be stored in a vector.`,
			);
		this.#values[index] = {
			...value,
			storage,
			exact: true,
			location: { kind: 'vector', vector, offset },
		};
	}

	result(name: string, tensor: tf.Tensor): void {
		const index = this.#find(tensor.dataId);
		const { storage } = this.#values[index];
		this.#results[name] = index;
		this.#values[index] = { ...this.#values[index], storage: storage === 'f16' ? 'f32' : storage };
	}

	program(): Omit<Program, 'label'> {
		return { values: this.#values, operations: this.#operations, results: this.#results };
	}

	record(
		kernel: Kernel,
		inputs: readonly tf.DataId[],
		attributes: Attributes = {},
	): tf.TensorInfo[] {
		const found = inputs.map((dataId) => this.#find(dataId));
		const indices = kernel.fallback ? found.map((index) => this.#widened(index)) : found;
		const operands = indices.map((index) => this.#values[index]);
		const outputs = kernel.outputs(operands, attributes).map((output) => {
			const exact = output.exact ?? false;
			const isHalf =
				this.half && !exact && output.storage === 'f32' && output.shape.at(-1)! % 4 === 0;
			return this.#add({
				shape: output.shape,
				storage: isHalf ? 'f16' : output.storage,
				exact,
				location: { kind: 'temporary' },
			});
		});
		kernel.fallback?.outputs.forEach(({ dtype }, i) => (outputs[i].info.dtype = dtype));
		this.#operations.push({
			kernel,
			attributes,
			inputs: indices,
			outputs: outputs.map(({ index }) => index),
		});
		return outputs.map(({ info }) => info);
	}

	/** A tensor that tfjs made from numbers, such as a gradient's seed. */
	constant(values: Numbers, type: TensorType): tf.DataId {
		return this.record(constantKernel(type, values), [])[0].dataId;
	}

	/** The value in 32 bits, because tfjs has no halves. */
	#widened(index: number): number {
		const { shape, storage } = this.#values[index];
		if (storage !== 'f16') return index;
		const location: Location = { kind: 'temporary' };
		const { index: wide } = this.#add({ shape, storage: 'f32', exact: true, location });
		this.#operations.push({
			kernel: sliceRowsKernel,
			attributes: { first: 0, count: shape[0] },
			inputs: [index],
			outputs: [wide],
		});
		return wide;
	}

	/** Another tensor for the same value, which tfjs calls a clone. */
	alias({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
		const other = {};
		this.#indices.set(other, this.#find(dataId));
		return { dataId: other, shape, dtype };
	}

	#add(value: Value): { index: number; info: tf.TensorInfo } {
		const index = this.#values.push(value) - 1;
		const dataId = {};
		this.#indices.set(dataId, index);
		const dtype = value.storage === 'i32' ? 'int32' : 'float32';
		return { index, info: { dataId, shape: [...value.shape], dtype } };
	}

	#tensor(value: Value): tf.Tensor {
		const { info } = this.#add(value);
		return tf.engine().makeTensorFromTensorInfo(info);
	}

	#find(dataId: tf.DataId): number {
		const index = this.#indices.get(dataId);
		if (index === undefined)
			throw new InternalError('The capture uses a tensor from outside the capture.');
		return index;
	}
}

/** The recording of the capture that runs now. */
let current: Recording | null = null;
function recording(): Recording {
	if (!current) throw new InternalError('No capture is running.');
	return current;
}

/** Registers a tfjs backend that records each kernel that runs. Does nothing the second time. */
function registerBackend(): void {
	if (tf.engine().findBackendFactory(backendName)) return;
	const backend = Object.assign(new tf.KernelBackend(), {
		write: (values: tf.BackendValues, shape: number[], dtype: tf.DataType) =>
			recording().constant(values as Numbers, { shape, dtype }),
		disposeData: () => true,
		numDataIds: () => 0,
		floatPrecision: () => 32 as const,
		epsilon: () => 1e-7,
		incRef: () => undefined,
		decRef: () => undefined,
		refCount: () => 1,
		memory: () => ({ unreliable: true }),
		dispose: () => undefined,
	});
	tf.registerBackend(backendName, () => backend);
	for (const kernel of kernels)
		tf.registerKernel({
			kernelName: kernel.name,
			backendName,
			kernelFunc: ({ inputs, attrs }) => {
				const tensors = kernel.inputs.flatMap((name) => inputs[name.replace('?', '')] ?? []);
				if (kernel.takes && !kernel.takes(tensors))
					return recordFallback(kernel.name, inputs, attrs);
				return recordAll(kernel, tensors, attrs as unknown as Attributes);
			},
		});
	tf.registerKernel({
		kernelName: tf.Identity,
		backendName,
		kernelFunc: ({ inputs }) => recording().alias(inputs['x']!),
	});
}

type MakeKernel = (call: TfjsCall) => Kernel;

/** Makes tfjs's kernels as fallbacks. Absent until a capture needs one. */
let makeFallback: MakeKernel | null = null;

/** From now on captures record these operations of tfjs, unless the lab has kernels for them. */
export function recordFallbacks(names: readonly string[], make: MakeKernel): void {
	makeFallback = make;
	registerBackend();
	for (const name of names)
		if (!tf.getKernel(name, backendName))
			tf.registerKernel({
				kernelName: name,
				backendName,
				kernelFunc: ({ inputs, attrs }) => recordFallback(name, inputs, attrs),
			});
}

function recordFallback(
	name: string,
	inputs: tf.NamedTensorInfoMap,
	attributes: tf.NamedAttrMap = {},
) {
	if (!makeFallback) throw new MissingKernelError(name);
	const entries = Object.entries(inputs).flatMap(([key, info]) => (info ? [{ key, info }] : []));
	const infos = entries.map(({ info }) => info);
	const kernel = makeFallback({
		name,
		inputNames: Array.isArray(inputs) ? null : entries.map(({ key }) => key),
		inputs: infos.map(({ shape, dtype }) => ({ shape, dtype })),
		attributes,
	});
	return recordAll(kernel, infos);
}

function recordAll(kernel: Kernel, inputs: readonly tf.TensorInfo[], attributes?: Attributes) {
	const dataIds = inputs.map(({ dataId }) => dataId);
	const outputs = recording().record(kernel, dataIds, attributes);
	return outputs.length === 1 ? outputs[0] : outputs;
}

/** tfjs's error for an operation that the capture's backend does not have. */
function missingKernel(error: unknown): MissingKernelError | undefined {
	const pattern = new RegExp(`^Kernel '(\\w+)' not registered for backend '${backendName}'`);
	const name = error instanceof Error ? pattern.exec(error.message)?.[1] : undefined;
	return name === undefined ? undefined : new MissingKernelError(name);
}
