/**
 * Capture: runs tfjs code once on tensors without numbers, and records its operations as a program.
 * tfjs's autograd works too, so a whole training step can be captured.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InternalError } from '#engine/core/errors.ts';
import { kernels } from './kernels.ts';
import { type Attributes, type Kernel, type Storage } from './kernel.ts';
import { fuseFactors, fuseSums, removeDeadOperations } from './optimize.ts';
import type { Location, Operation, Program, Value } from './program.ts';
import { withGradients } from './tfjs.ts';

export interface Capture {
	/** Returns a tensor whose values the host gives at each run. */
	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor;
	/** Returns part of a vector from element `offset`, a multiple of `vectorAlignment`. */
	vector(name: string, offset: number, shape: readonly number[], storage?: Storage): tf.Tensor;
	/** Makes an operation write its tensor into a vector. Gradients reach the optimizer this way. */
	store(tensor: tf.Tensor, vector: string, offset: number, storage?: 'f32' | 'i32'): void;
	/** Makes a tensor readable by the host after each run. */
	result(name: string, tensor: tf.Tensor): void;
}

/** Tensors in a vector start at multiples of this many elements. */
export const vectorAlignment = 128;

const backendName = 'skillet-capture';

/** Throws InternalError if the code uses an operation without a kernel, or numbers of its own. */
export function capture(label: string, build: (capture: Capture) => void): Program {
	const recorded = new Recording();
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
	const program = removeDeadOperations({ label, ...recorded.program() });
	recorded.requireNoConstants(program);
	return fuseFactors(fuseSums(program));
}

class Recording implements Capture {
	readonly #values: Value[] = [];
	readonly #operations: Operation[] = [];
	readonly #results: { [name: string]: number } = {};
	readonly #indices = new WeakMap<object, number>();
	readonly #constants = new Set<number>();

	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor {
		return this.#tensor({ shape, storage, location: { kind: 'input', name } });
	}

	vector(
		name: string,
		offset: number,
		shape: readonly number[],
		storage: Storage = 'f32',
	): tf.Tensor {
		const location: Location = { kind: 'vector', vector: name, offset };
		return this.#tensor({ shape, storage, location });
	}

	store(...[tensor, vector, offset, storage = 'f32']: Parameters<Capture['store']>): void {
		const index = this.#find(tensor.dataId);
		const value = this.#values[index];
		if (value.location.kind !== 'temporary')
			throw new InternalError(
				`A tensor of location "${value.location.kind}" cannot be stored in a vector.`,
			);
		this.#values[index] = { ...value, storage, location: { kind: 'vector', vector, offset } };
	}

	result(name: string, tensor: tf.Tensor): void {
		this.#results[name] = this.#find(tensor.dataId);
	}

	program(): Omit<Program, 'label'> {
		return { values: this.#values, operations: this.#operations, results: this.#results };
	}

	record(
		kernel: Kernel,
		inputs: readonly tf.DataId[],
		attributes: Attributes = {},
	): tf.TensorInfo[] {
		const indices = inputs.map((dataId) => this.#find(dataId));
		const operands = indices.map((index) => this.#values[index]);
		const outputs = kernel
			.outputs(operands, attributes)
			.map((output) => this.#add({ ...output, location: { kind: 'temporary' } }));
		this.#operations.push({
			kernel,
			attributes,
			inputs: indices,
			outputs: outputs.map(({ index }) => index),
		});
		return outputs.map(({ info }) => info);
	}

	/** A tensor that tfjs made from numbers, such as a gradient's seed. No kernel reads it. */
	constant(shape: readonly number[], dtype: tf.DataType): tf.DataId {
		const storage = dtype === 'float32' ? 'f32' : 'i32';
		const { index, info } = this.#add({ shape, storage, location: { kind: 'temporary' } });
		this.#constants.add(index);
		return info.dataId;
	}

	/** Throws InternalError if the program needs numbers that only the capture had. */
	requireNoConstants({ label, operations, results }: Program): void {
		const reads = [...operations.flatMap(({ inputs }) => inputs), ...Object.values(results)];
		if (reads.some((index) => this.#constants.has(index)))
			throw new InternalError(`${label} needs numbers that tfjs made. Give them as an input.`);
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
		write: (_: tf.BackendValues, shape: number[], dtype: tf.DataType) =>
			recording().constant(shape, dtype),
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
				const dataIds = tensors.map(({ dataId }) => dataId);
				const outputs = recording().record(kernel, dataIds, attrs as unknown as Attributes);
				return outputs.length === 1 ? outputs[0] : outputs;
			},
		});
	tf.registerKernel({
		kernelName: tf.Identity,
		backendName,
		kernelFunc: ({ inputs }) => recording().alias(inputs['x']!),
	});
}

/** tfjs's error for an operation that the capture's backend does not have. */
function missingKernel(error: unknown): InternalError | undefined {
	const pattern = new RegExp(`^Kernel '(\\w+)' not registered for backend '${backendName}'`);
	const name = error instanceof Error ? pattern.exec(error.message)?.[1] : undefined;
	return name === undefined
		? undefined
		: new InternalError(`The operation ${name} has no kernel (CONTRIBUTING.md, Add a kernel).`);
}
