/**
 * The ComputeDevice for browsers without WebAssembly or its SIMD: it runs the kernels' references.
 * A number is a double that a float32 can hold, so checkpoints of float32 lose nothing.
 */
import { outOfMemory } from '#engine/core/errors.ts';
import { highest } from '#engine/core/statistics.ts';
import type { Message } from '#engine/core/message.ts';
import type {
	ComputeDevice,
	LoadedProgram,
	MemoryNeeds,
	MemoryUse,
	Vector,
	VectorStorage,
} from './computeDevice.ts';
import { asStored } from './encodings.ts';
import { interpret, type Given } from './interpret.ts';
import { sizeOf } from './kernel.ts';
import type { Program } from './program.ts';
import { processorReport, type DeviceReport } from './report.ts';

const bytesEach = Float64Array.BYTES_PER_ELEMENT;

interface JavaScriptVector extends Vector {
	readonly values: Float64Array;
}

export class JavaScriptDevice implements ComputeDevice {
	readonly report: DeviceReport;
	readonly #vectors = new Set<JavaScriptVector>();
	readonly #programs = new Set<Program>();

	/** `noWebAssembly`: why WebAssembly is not used. Results are rounded to float32 by default. */
	constructor(
		reason: Message,
		noWebAssembly: Message,
		private readonly options: Pick<Given, 'round' | 'onOperation'> = { round: roundAll },
	) {
		const name = 'processor (JavaScript, slow)';
		this.report = processorReport({ backend: 'javascript', name, reason, noWebAssembly });
	}

	async vector(label: string, length: number, storage: VectorStorage = 'f32'): Promise<Vector> {
		const values = this.#zeros(label, length);
		const vector: JavaScriptVector = {
			values,
			length,
			storage,
			write: (numbers, offset = 0) => values.set(asStored(storage, numbers), offset),
			read: () => Promise.resolve(Float32Array.from(values)),
			copyFrom: (other) => values.set((other as JavaScriptVector).values),
			dispose: () => this.#vectors.delete(vector),
		};
		this.#vectors.add(vector);
		return vector;
	}

	#zeros(label: string, length: number): Float64Array {
		try {
			return new Float64Array(length);
		} catch {
			const { vectors: held } = this.memory();
			throw outOfMemory(label, { requested: length * bytesEach, held });
		}
	}

	load(program: Program, vectors: { readonly [name: string]: Vector }): Promise<LoadedProgram> {
		this.#programs.add(program);
		const numbers = Object.fromEntries(
			Object.entries(vectors).map(([name, vector]) => [name, (vector as JavaScriptVector).values]),
		);
		return Promise.resolve({
			run: (inputs) => {
				const results = interpret(program, { ...this.options, inputs, vectors: numbers });
				const floats = Object.entries(results).map(([name, values]) => [
					name,
					Float32Array.from(values),
				]);
				return { read: () => Promise.resolve(Object.fromEntries(floats)) };
			},
			dispose: () => this.#programs.delete(program),
		});
	}

	memory(): MemoryUse {
		return this.needs({ programs: [...this.#programs], vectors: [...this.#vectors] });
	}

	needs({ programs, vectors }: MemoryNeeds): MemoryUse {
		const numbers = vectors.reduce((sum, { length }) => sum + length, 0);
		return {
			vectors: numbers * bytesEach,
			temporaries: Math.max(0, highest(programs.map(temporaryBytes))),
			transfer: 0,
			buffers: vectors.length,
		};
	}

	/** Reserves nothing: JavaScript allocates when a program runs. */
	reserve = () => Promise.resolve({ dispose: () => undefined });

	finish = (): Promise<void> => Promise.resolve();

	dispose(): void {
		this.#vectors.clear();
		this.#programs.clear();
	}
}

const temporaryBytes = ({ values }: Program): number =>
	values.reduce(
		(sum, { location, shape }) =>
			location.kind === 'temporary' ? sum + sizeOf(shape) * bytesEach : sum,
		0,
	);

/** Rounds to float32, as the other devices store each result. */
function roundAll(values: Float64Array): void {
	for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i]);
}
