/**
 * The WebAssembly implementation of ComputeDevice, on one thread or several. All data is in one
 * memory, and a program is a table of calls in it.
 */
import {
	DeviceError,
	InputError,
	InternalError,
	toMessage,
	outOfMemory,
} from '#engine/core/errors.ts';
import { asMessage, say, type Message } from '#engine/core/message.ts';
import { sum } from '#engine/core/statistics.ts';
import type {
	ComputeDevice,
	Inputs,
	LoadedProgram,
	MemoryNeeds,
	MemoryUse,
	Reservation,
	Results,
	Vector,
	VectorStorage,
} from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import { findEncoding } from '../encodings.ts';
import { aligned, storageBytes, type Program } from '../program.ts';
import { processorReport, type DeviceReport } from '../report.ts';
import { arenaSize, planArena } from './arenaPlan.ts';
import { blockSize, Heap } from './Heap.ts';
import { instantiate, type Module, type WasmOptions } from './instantiate.ts';

/**
 * `reason`: why the GPU is not used. Falls back to one thread. Throws DeviceError, or InputError
 * for a kernel file that is missing in Node.
 */
export async function openWasm(options: WasmOptions, reason: Message): Promise<ComputeDevice> {
	try {
		return new WasmDevice(await instantiate(options), reason, options);
	} catch (error) {
		// In Node the kernels are not built.
		if (error instanceof InputError) throw error;
		if ((options.threads ?? 1) > 1) {
			// WebKitGTK isolates the page, but cannot send shared memory to a worker of a worker.
			return openWasm({ ...options, threads: 1, oneThread: asMessage(toMessage(error)) }, reason);
		}
		throw new DeviceError(
			say(
				'WebAssembly did not start here ({error}). Allow it for this page, or use another browser.',
				{ error: String(error) },
			),
		);
	}
}

interface WasmVector extends Vector {
	readonly address: number;
}

class WasmDevice implements ComputeDevice {
	readonly report: DeviceReport;
	readonly #module: Module;
	readonly #heap: Heap;
	readonly #vectors = new Map<number, number>();
	/** Shared by all programs: table, inputs and temporaries of the running one. */
	#arena = { address: 0, size: 0, version: 0 };
	#users = 0;

	constructor(module: Module, reason: Message, { oneThread, failAllocation }: WasmOptions) {
		this.#module = module;
		this.#heap = new Heap(module, failAllocation);
		const { threads, relaxed } = module;
		this.report = processorReport({
			backend: 'wasm',
			name: `processor (WebAssembly, ${threads === 1 ? '1 thread' : `${threads} threads`})`,
			reason,
			limits: { threads },
			features: ['simd', ...(relaxed ? ['relaxed-simd'] : []), ...(threads > 1 ? ['threads'] : [])],
			...(threads === 1 && oneThread && { oneThread }),
		});
	}

	vector(label: string, length: number, storage: VectorStorage = 'f32'): Promise<Vector> {
		const heap = this.#heap;
		const bytes = storageBytes(length, storage);
		const address = heap.allocate(label, bytes);
		this.#vectors.set(address, bytes);
		const part = () => heap.floats.subarray(address / 4, (address + bytes) / 4);
		const encoding = findEncoding(storage);
		const vector: WasmVector = {
			address,
			length,
			storage,
			write(values, offset = 0) {
				const stored = encoding ? new Float32Array(encoding.encode(values).buffer) : values;
				part().set(stored, storageBytes(offset, storage) / 4);
			},
			async read() {
				const stored = part().slice();
				return encoding?.decode(new Uint8Array(stored.buffer), length) ?? stored;
			},
			copyFrom: (other) => {
				const from = (other as WasmVector).address / 4;
				heap.floats.copyWithin(address / 4, from, from + bytes / 4);
			},
			dispose: () => {
				this.#vectors.delete(address);
				heap.free(address);
			},
		};
		return Promise.resolve(vector);
	}

	async load(
		program: Program,
		vectors: { readonly [name: string]: Vector },
	): Promise<LoadedProgram> {
		const heap = this.#heap;
		const layout = planArena(program);
		const { steps } = layout;
		this.#reserve(layout.size);
		const use = this.#use();

		const findAddress = (value: number): number => {
			const { location } = program.values[value];
			if (location.kind !== 'vector') return this.#arena.address + layout.offsets.get(value)!;
			const vector = vectors[location.vector] as WasmVector | undefined;
			if (!vector) throw new InternalError(`${program.label} needs a vector "${location.vector}".`);
			return vector.address + storageBytes(location.offset, program.values[value].storage);
		};
		/** (function index, address of arguments) for each call, then all arguments. */
		const table = new Int32Array(layout.tableWords);
		const floats = new Float32Array(table.buffer);
		const writeTable = () => {
			let next = 2 * steps.length;
			steps.forEach(({ call, values }, i) => {
				table[2 * i] = this.#module.functionIndex(call.run);
				table[2 * i + 1] = this.#arena.address + next * 4;
				for (const operand of call.operands ?? values.keys())
					table[next++] = findAddress(values[operand]);
				for (const word of call.words)
					if (typeof word === 'number') table[next++] = word;
					else floats[next++] = word.f32;
			});
		};
		let version = -1;

		const run = (inputs: Inputs): Results => {
			if (use.isOver) throw new InternalError(`${program.label} was already disposed.`);
			this.#reserve(layout.size);
			if (version !== this.#arena.version) {
				writeTable();
				version = this.#arena.version;
			}
			for (const { name, value, size } of layout.inputs) {
				const values = inputs[name];
				if (values?.length !== size)
					throw new InternalError(
						`${program.label}: input "${name}" has ${values?.length ?? 'no'} numbers, not ${size}.`,
					);
				const view = values instanceof Int32Array ? heap.integers : heap.floats;
				view.set(values, findAddress(value) / 4);
			}
			heap.integers.set(table, this.#arena.address / 4);
			for (const { first, calls, alone } of layout.stages)
				this.#module.run(this.#arena.address + 8 * first, calls, alone);
			const results = Object.fromEntries(
				Object.entries(program.results).map(([name, value]) => {
					const { shape, storage } = program.values[value];
					const start = findAddress(value) / 4;
					const end = start + sizeOf(shape);
					return storage === 'i32'
						? [name, Float32Array.from(heap.integers.subarray(start, end))]
						: [name, heap.floats.slice(start, end)];
				}),
			);
			return { read: () => Promise.resolve(results) };
		};
		return { run, dispose: () => use.end() };
	}

	memory(): MemoryUse {
		const vectors = sum(this.#vectors.values());
		const { bytes, blocks } = this.#heap.used;
		const temporaries = this.#arena.size;
		return { vectors, temporaries, transfer: bytes - vectors - temporaries, buffers: blocks };
	}

	needs({ programs, vectors }: MemoryNeeds): MemoryUse {
		const temporaries = aligned(arenaSize(programs));
		const sizes = vectors.map(({ length, storage }) => storageBytes(length, storage));
		const bytes = sum(sizes);
		const total = temporaries + sum(sizes.map(blockSize));
		const held = this.#heap.used.bytes;
		if (total > this.#heap.limit)
			throw outOfMemory(say('this run'), { requested: total, held, total: this.#heap.limit });
		return {
			vectors: bytes,
			temporaries,
			transfer: total - temporaries - bytes,
			buffers: vectors.length + (temporaries > 0 ? 1 : 0),
		};
	}

	async reserve(programs: readonly Program[]): Promise<Reservation> {
		this.#reserve(arenaSize(programs));
		const use = this.#use();
		return { dispose: () => use.end() };
	}

	finish = (): Promise<void> => Promise.resolve();

	dispose(): void {
		this.#module.dispose();
	}

	/** Grows the arena. Programs that ran before write their tables again. */
	#reserve(size: number): void {
		if (size <= this.#arena.size) return;
		// Free the old arena first, because both may not fit. If the new one does not fit, the next
		// run allocates the size it needs again.
		this.#release();
		this.#arena = {
			address: this.#heap.allocate('temporaries', size),
			size: aligned(size),
			version: this.#arena.version,
		};
	}

	#release(): void {
		if (this.#arena.size > 0) this.#heap.free(this.#arena.address);
		this.#arena = { address: 0, size: 0, version: this.#arena.version + 1 };
	}

	/** Adds a user of the arena. The last one to end frees it. */
	#use(): { readonly isOver: boolean; end(): void } {
		this.#users++;
		const use = {
			isOver: false,
			end: () => {
				if (use.isOver) return;
				use.isOver = true;
				if (--this.#users === 0) this.#release();
			},
		};
		return use;
	}
}
