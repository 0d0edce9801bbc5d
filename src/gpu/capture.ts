/**
 * Capture: code written with tfjs tensors runs once on tensors without numbers, and what it would have computed is recorded as a
 * program. tfjs's autograd works on them as on any other, so that a whole training step is captured, its backward pass included.
 */
import * as tf from '@tensorflow/tfjs-core';
import { InternalError } from '#core/errors.ts';
import { kernels } from './kernels.ts';
import { type Attributes, type Kernel, type Operand, type Storage } from './kernel.ts';
import { withSumsFused } from './fuseSums.ts';
import { withoutDeadOperations } from './liveness.ts';
import { registerGradients } from './registerGradients.ts';
import type { Operation, Place, Program, Value } from './program.ts';

export interface Capture {
	/** A tensor that the host gives at each run. */
	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor;
	/** Part of a vector of the device, from element `offset` on (a multiple of `vectorAlignment`). */
	vector(name: string, offset: number, shape: readonly number[], storage?: Storage): tf.Tensor;
	/** Lets a tensor that an operation makes lie in a vector: how gradients reach the optimizer. */
	place(tensor: tf.Tensor, vector: string, offset: number, storage?: 'f32' | 'f16'): void;
	/** Has the host read a tensor after each run. */
	result(name: string, tensor: tf.Tensor): void;
}

export interface CaptureOptions {
	/** Temporaries are stored in 16 bits where their rows are multiples of four. */
	readonly half?: boolean;
}

/** Elements between the starts of tensors in a vector: 256 bytes even in half precision. */
export const vectorAlignment = 128;

const backendName = 'skillet-capture';

/** Throws InternalError where the code uses an operation that has no kernel of ours. */
export function capture(
	label: string,
	build: (capture: Capture) => void,
	{ half = false }: CaptureOptions = {},
): Program {
	const recording = new Recording(half);
	const before = tf.engine().backendName;
	backend().recording = recording;
	// Synchronous in effect: the backend exists already.
	void tf.setBackend(backendName);
	try {
		tf.tidy(() => build(recording));
	} finally {
		if (before && before !== backendName) void tf.setBackend(before);
		backend().recording = null;
	}
	return withSumsFused(withoutDeadOperations({ label, ...recording.program() }));
}

class Recording implements Capture {
	readonly #half: boolean;
	readonly #values: Value[] = [];
	readonly #operations: Operation[] = [];
	readonly #results: { [name: string]: number } = {};
	readonly #valueOf = new WeakMap<object, number>();

	constructor(half: boolean) {
		this.#half = half;
	}

	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor {
		return this.#tensor({ shape, storage, exact: true, place: { kind: 'input', name } });
	}

	vector(
		name: string,
		offset: number,
		shape: readonly number[],
		storage: Storage = 'f32',
	): tf.Tensor {
		const place: Place = { kind: 'vector', vector: name, offset };
		return this.#tensor({ shape, storage, exact: true, place });
	}

	place(tensor: tf.Tensor, vector: string, offset: number, storage: 'f32' | 'f16' = 'f32'): void {
		const index = this.#find(tensor.dataId);
		const value = this.#values[index];
		if (value.place.kind !== 'temporary')
			throw new InternalError(
				`A tensor that already lies in a ${value.place.kind} cannot be placed.`,
			);
		this.#values[index] = {
			...value,
			storage,
			exact: true,
			place: { kind: 'vector', vector, offset },
		};
	}

	result(name: string, tensor: tf.Tensor): void {
		const index = this.#find(tensor.dataId);
		this.#results[name] = index;
		this.#values[index] = { ...this.#values[index], storage: exactStorage(this.#values[index]) };
	}

	program(): Omit<Program, 'label'> {
		return { values: this.#values, operations: this.#operations, results: this.#results };
	}

	record(kernel: Kernel, inputs: readonly tf.DataId[], attributes: Attributes): tf.TensorInfo[] {
		const places = inputs.map((dataId) => this.#find(dataId));
		const operands = places.map((place) => this.#values[place]);
		const outputs = kernel.outputs(operands, attributes).map((output) => {
			const exact = output.exact ?? false;
			const isHalf =
				this.#half && !exact && output.storage === 'f32' && output.shape.at(-1)! % 4 === 0;
			return this.#add({
				shape: output.shape,
				storage: isHalf ? 'f16' : output.storage,
				exact,
				place: { kind: 'temporary' },
			});
		});
		this.#operations.push({
			kernel,
			attributes,
			inputs: places,
			outputs: outputs.map(({ index }) => index),
		});
		return outputs.map(({ info }) => info);
	}

	/** A tensor that tfjs itself made from numbers. Only what nothing reads may be such: the seed of a gradient. */
	constant(shape: readonly number[]): object {
		const { info } = this.#add({
			shape,
			storage: 'f32',
			exact: true,
			place: { kind: 'input', name: 'constant' },
		});
		return info.dataId;
	}

	/** The same value under another tensor: what tfjs calls a clone. */
	alias({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
		const other = {};
		this.#valueOf.set(other, this.#find(dataId));
		return { dataId: other, shape, dtype };
	}

	#add(value: Value): { index: number; info: tf.TensorInfo } {
		const index = this.#values.push(value) - 1;
		const dataId = {};
		this.#valueOf.set(dataId, index);
		return {
			index,
			info: {
				dataId,
				shape: [...value.shape],
				dtype: value.storage === 'i32' ? 'int32' : 'float32',
			},
		};
	}

	#tensor(value: Value): tf.Tensor {
		const { info } = this.#add(value);
		return tf.engine().makeTensorFromTensorInfo(info);
	}

	#find(dataId: tf.DataId): number {
		const index = this.#valueOf.get(dataId);
		if (index === undefined)
			throw new InternalError('A tensor from outside the capture is used in it.');
		return index;
	}
}

const exactStorage = ({ storage }: Operand): Storage => (storage === 'f16' ? 'f32' : storage);

/** tfjs's view of a capture: tensors are names, and a kernel that runs is a line in the recording. */
class CaptureBackend extends tf.KernelBackend {
	recording: Recording | null = null;
	override write(_values: tf.BackendValues, shape: number[]): tf.DataId {
		return this.#open().constant(shape);
	}
	override disposeData(): boolean {
		return true;
	}
	override numDataIds(): number {
		return 0;
	}
	override floatPrecision(): 32 {
		return 32;
	}
	override epsilon(): number {
		return 1e-7;
	}
	override incRef(): void {}
	decRef(): void {}
	override refCount(): number {
		return 1;
	}
	override memory(): { unreliable: boolean } {
		return { unreliable: true };
	}
	override dispose(): void {}
	#open(): Recording {
		if (!this.recording) throw new InternalError('Nothing is being captured.');
		return this.recording;
	}
	alias(info: tf.TensorInfo): tf.TensorInfo {
		return this.#open().alias(info);
	}
	run(kernel: Kernel, inputs: tf.NamedTensorInfoMap, attributes: Attributes): tf.TensorInfo[] {
		const given = kernel.inputs.map((name) => inputs[name.replace('?', '')]);
		const dataIds = given.flatMap((info) => (info ? [info.dataId] : []));
		return this.#open().record(kernel, dataIds, attributes);
	}
}

let registered: CaptureBackend | undefined;
function backend(): CaptureBackend {
	if (registered) return registered;
	const made = new CaptureBackend();
	tf.registerBackend(backendName, () => made);
	for (const kernel of kernels)
		tf.registerKernel({
			kernelName: kernel.name,
			backendName,
			kernelFunc: ({ inputs, attrs }) => {
				const outputs = made.run(kernel, inputs, attrs as unknown as Attributes);
				return outputs.length === 1 ? outputs[0] : outputs;
			},
		});
	tf.registerKernel({
		kernelName: tf.Identity,
		backendName,
		kernelFunc: ({ inputs }) => made.alias(inputs['x']!),
	});
	registerGradients(kernels);
	registered = made;
	return made;
}
