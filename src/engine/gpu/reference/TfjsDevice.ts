/**
 * The reference engine: tfjs computes each operation of a program by itself, with its own kernels.
 * It is slow, and shares no kernel with the lab's engine, so one checks the other.
 */
import * as tf from '@tensorflow/tfjs-core';
import { DeviceError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type {
	ComputeDevice,
	Inputs,
	MemoryNeeds,
	Results,
	Vector,
	VectorStorage,
} from '../computeDevice.ts';
import { asStored } from '../encodings.ts';
import { lifetimes, planMemory } from '../memoryPlan.ts';
import { sizeOf } from '../kernel.ts';
import type { Program } from '../program.ts';
import type { DeviceReport } from '../report.ts';
import { operations } from './operations.ts';

type Vectors = { readonly [name: string]: TfjsVector };

/** A tensor of floats, which each write replaces. Numbers have 32 bits in either storage. */
class TfjsVector implements Vector {
	#tensor: tf.Tensor;

	constructor(
		private readonly device: TfjsDevice,
		readonly length: number,
		readonly storage: VectorStorage,
	) {
		this.#tensor = device.within(() => tf.zeros([length]));
		device.vectors.add(this);
	}
	write(values: Float32Array, offset = 0): void {
		// A copy: tfjs keeps the array, and the caller may change it.
		const copy = asStored(this.storage, values.slice());
		this.device.within(() => this.put(offset, tf.tensor1d(copy)));
	}
	read(): Promise<Float32Array> {
		return this.device.take(this.device.within(() => this.#tensor.clone()));
	}
	copyFrom(other: Vector): void {
		this.device.within(() => this.put(0, (other as TfjsVector).#tensor.clone()));
	}
	dispose(): void {
		this.#tensor.dispose();
		this.device.vectors.delete(this);
	}

	/** A new tensor. */
	part(offset: number, shape: readonly number[]): tf.Tensor {
		return tf.reshape(tf.slice(this.#tensor, offset, sizeOf(shape)), [...shape]);
	}
	/** Replaces the part and disposes `part`. */
	put(offset: number, part: tf.Tensor): void {
		const before = this.#tensor;
		const end = offset + part.size;
		this.#tensor = tf.tidy(() => {
			const start = tf.slice(before, 0, offset);
			const rest = tf.slice(before, end, this.length - end);
			const pieces = [start, tf.cast(tf.reshape(part, [-1]), 'float32'), rest].filter(
				({ size }) => size > 0,
			);
			return pieces.length === 1 ? pieces[0].clone() : tf.concat(pieces);
		});
		tf.dispose([before, part]);
	}
}

export class TfjsDevice implements ComputeDevice {
	readonly vectors = new Set<TfjsVector>();

	/**
	 * `backend`: a name in tfjs's registry, which ends with the device. `gpu`: the lab's device that
	 * lends its GPU, and reports its loss and its errors.
	 */
	constructor(
		readonly report: DeviceReport,
		private readonly backend: string,
		private readonly gpu?: ComputeDevice,
	) {}

	async vector(_: string, length: number, storage: VectorStorage = 'f32'): Promise<Vector> {
		return new TfjsVector(this, length, storage);
	}

	async load(program: Program, vectors: { readonly [name: string]: Vector }) {
		const unknown = program.operations.find(({ kernel }) => !operations[kernel.name]);
		if (unknown)
			throw new DeviceError(
				say(
					'The reference engine has no operation “{name}”. Choose the lab’s own engine under Settings.',
					{ name: unknown.kernel.name },
				),
			);
		/** For each operation the temporaries that no later one reads. */
		const ends = program.operations.map((): number[] => []);
		for (const { value, last } of lifetimes(program)) ends[last]?.push(value);
		const run = (inputs: Inputs) => this.#run(program, ends, vectors as unknown as Vectors, inputs);
		return { run: (inputs: Inputs) => this.within(() => run(inputs)), dispose: () => undefined };
	}

	#run(program: Program, ends: readonly number[][], vectors: Vectors, inputs: Inputs): Results {
		const { values, operations: steps, results } = program;
		/** By value. Undefined also for an input that no operation reads. */
		const host = values.map(({ location }) =>
			location.kind === 'input' ? inputs[location.name] : undefined,
		);
		const tensors = values.map(({ shape, storage }, i) => {
			const numbers = host[i];
			return numbers && tf.tensor(numbers, [...shape], storage === 'i32' ? 'int32' : 'float32');
		});
		const makeTensor = (value: number): tf.Tensor => {
			const { location, shape, storage } = values[value];
			if (location.kind !== 'vector') return tensors[value]!;
			const part = vectors[location.vector].part(location.offset, shape);
			return storage === 'i32' ? tf.cast(part, 'int32') : part;
		};
		try {
			steps.forEach(({ kernel, attributes, inputs: read, outputs }, step) => {
				const hostValues = read.map((value) => host[value]);
				const computed = tf.tidy(() =>
					operations[kernel.name]!(read.map(makeTensor), attributes, hostValues),
				);
				const updated = (kernel.updates ?? []).map((name) => read[kernel.inputs.indexOf(name)]);
				[...outputs, ...updated].forEach((value, i) => {
					const { location } = values[value];
					if (location.kind !== 'vector') tensors[value] = computed[i];
					else vectors[location.vector].put(location.offset, computed[i]);
				});
				for (const value of ends[step]) tensors[value]?.dispose();
			});
			const named = Object.entries(results).map(async ([name, value]) => {
				const tensor = tf.tidy(() => makeTensor(value).clone());
				return [name, await this.take(tensor)] as const;
			});
			const read = Promise.all(named).then((entries) => Object.fromEntries(entries));
			// The caller of read() receives the error.
			read.catch(() => undefined);
			return { read: () => read };
		} finally {
			tf.dispose(tensors);
		}
	}

	/**
	 * Calls `work` while tfjs computes on the device. Capture sets tfjs's backend too. A backend that
	 * exists is set at once.
	 */
	within<T>(work: () => T): T {
		const before = tf.engine().backendName;
		void tf.setBackend(this.backend);
		try {
			return work();
		} finally {
			if (before) void tf.setBackend(before);
		}
	}

	/** Reads the tensor, then disposes it. */
	async take(tensor: tf.Tensor): Promise<Float32Array> {
		try {
			return Float32Array.from(await tensor.data());
		} finally {
			tensor.dispose();
			// Throws DeviceLostError, or the error of a command.
			await this.finish();
		}
	}

	/** tfjs's tensors: at rest they are this device's. */
	memory() {
		const { numBytes, numTensors } = tf.memory();
		const { vectors } = this.needs({ programs: [], vectors: [...this.vectors] });
		return { vectors, temporaries: numBytes - vectors, transfer: 0, buffers: numTensors };
	}

	/** An operation takes more while it runs. */
	needs({ programs, vectors }: MemoryNeeds) {
		const lent = this.gpu?.needs({ programs: [], vectors });
		const numbers = sum(vectors.map(({ length }) => length));
		const temporaries = highest([
			0,
			...programs.map((program) => sum(planMemory(program).buffers)),
		]);
		return {
			vectors: lent?.vectors ?? 4 * numbers,
			temporaries,
			transfer: 0,
			buffers: vectors.length,
		};
	}

	/** Nothing: tfjs allocates when a program runs. */
	reserve = async () => ({ dispose: () => undefined });

	finish = async (): Promise<void> => this.gpu?.finish();

	dispose(): void {
		for (const vector of this.vectors) vector.dispose();
		tf.removeBackend(this.backend);
		this.gpu?.dispose();
	}
}
