/**
 * The WebAssembly implementation of ComputeDevice, on one thread or several. All data is in one
 * memory, and a program is a table of calls in it.
 */
import { highest } from '#core/statistics.ts';
import { DeviceError, InternalError, messageOf, outOfMemory } from '#core/errors.ts';
import { asMessage, sentence, type Message } from '#core/message.ts';
import type {
	ComputeDevice,
	Inputs,
	LoadedProgram,
	MemoryNeeds,
	MemoryUse,
	Reservation,
	Results,
	Vector,
} from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import { aligned, byteSize, type Program } from '../program.ts';
import type { DeviceReport } from '../report.ts';
import { blockSize, Heap } from './heap.ts';
import { instantiate, type Module, type WasmOptions } from './instantiate.ts';

/** `reason`: why the GPU is not used. Falls back to one thread. Throws DeviceError. */
export async function openWasm(options: WasmOptions, reason: Message): Promise<ComputeDevice> {
	try {
		return new WasmDevice(await instantiate(options), reason, options);
	} catch (error) {
		if (options.threads > 1) {
			// WebKitGTK isolates the page, but cannot send shared memory to a worker of a worker.
			return openWasm({ ...options, threads: 1, oneThread: asMessage(messageOf(error)) }, reason);
		}
		throw new DeviceError(
			sentence`WebAssembly did not start here (${String(error)}). Allow it for this page, or use
				another browser.`,
		);
	}
}

/** Bytes of the largest program. */
const arenaSize = (programs: readonly Program[]): number =>
	Math.max(0, highest(programs.map((program) => planArena(program).size)));

interface WasmVector extends Vector {
	readonly address: number;
}

class WasmDevice implements ComputeDevice {
	readonly report: DeviceReport;
	readonly #module: Module;
	readonly #heap: Heap;
	readonly #vectors = new Map<number, number>();
	/** Shared by all programs: table, inputs, temporaries and scratch of the running one. */
	#arena = { address: 0, size: 0, version: 0 };
	#users = 0;

	constructor(module: Module, reason: Message, { oneThread, failAllocation }: WasmOptions) {
		this.#module = module;
		this.#heap = new Heap(module, failAllocation);
		const { threads, relaxed } = module;
		this.report = {
			backend: 'wasm',
			kind: 'software',
			name: `processor (WebAssembly, ${threads === 1 ? '1 thread' : `${threads} threads`})`,
			reason,
			crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
			limits: { threads },
			features: ['simd', ...(relaxed ? ['relaxed-simd'] : []), ...(threads > 1 ? ['threads'] : [])],
			...(threads === 1 && oneThread && { oneThread }),
		};
	}

	vector(label: string, length: number, storage: 'f32' | 'f16' = 'f32'): Promise<Vector> {
		if (storage === 'f16')
			return Promise.reject(new InternalError('The wasm kernels compute in 32 bits.'));
		const heap = this.#heap;
		const address = heap.allocate(label, length * 4);
		this.#vectors.set(address, length * 4);
		const part = () => heap.floats.subarray(address / 4, address / 4 + length);
		const vector: WasmVector = {
			address,
			length,
			storage,
			write: (values, offset = 0) => part().set(values, offset),
			read: () => Promise.resolve(part().slice()),
			copyFrom: (other) => {
				const from = (other as WasmVector).address / 4;
				heap.floats.copyWithin(address / 4, from, from + length);
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
			return vector.address + location.offset * 4;
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
					table[next++] =
						operand === 'scratch'
							? this.#arena.address + layout.scratch
							: findAddress(values[operand]);
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
			this.#module.run(this.#arena.address, steps.length);
			const results = Object.fromEntries(
				Object.entries(program.results).map(([name, value]) => {
					const start = findAddress(value) / 4;
					return [name, heap.floats.slice(start, start + sizeOf(program.values[value].shape))];
				}),
			);
			return { read: () => Promise.resolve(results) };
		};
		return { run, dispose: () => use.end() };
	}

	memory(): MemoryUse {
		const vectors = [...this.#vectors.values()].reduce((sum, bytes) => sum + bytes, 0);
		const { bytes, blocks } = this.#heap.used;
		const temporaries = this.#arena.size;
		return { vectors, temporaries, transfer: bytes - vectors - temporaries, buffers: blocks };
	}

	needs({ programs, vectors }: MemoryNeeds): MemoryUse {
		const temporaries = aligned(arenaSize(programs));
		const bytes = vectors.reduce((sum, { length }) => sum + length * 4, 0);
		const total = vectors.reduce((sum, { length }) => sum + blockSize(length * 4), temporaries);
		const held = this.#heap.used.bytes;
		if (total > this.#heap.limit)
			throw outOfMemory('this run', { asked: total, held, limit: this.#heap.limit });
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

/**
 * Layout of a program in the arena: table of calls, inputs, the memory plan's buffers, scratch.
 * Byte offsets: of inputs and temporaries by value, and of the scratch memory. Sizes in bytes.
 */
export function planArena(program: Program) {
	const steps = planSteps(program);
	const offsets = new Map<number, number>();
	/** `size` in elements. */
	const inputs: { name: string; value: number; size: number }[] = [];
	const tableWords = steps.reduce(
		(sum, { call, values }) => sum + 2 + (call.operands ?? values).length + call.words.length,
		0,
	);
	let end = aligned(tableWords * 4);
	const used = new Set(program.operations.flatMap((operation) => operation.inputs));
	program.values.forEach((value, index) => {
		if (value.location.kind !== 'input' || !used.has(index)) return;
		inputs.push({ name: value.location.name, value: index, size: sizeOf(value.shape) });
		offsets.set(index, end);
		end += aligned(byteSize(value));
	});
	const plan = planMemory(program);
	const starts = plan.buffers.map((size) => (end += size) - size);
	for (const [value, buffer] of plan.bufferIndex) offsets.set(value, starts[buffer]);
	const scratch = Math.max(0, highest(steps.map(({ call }) => call.scratch ?? 0)));
	const size = end + aligned(scratch * 4);
	return { steps, tableWords, offsets, inputs, scratch: end, size };
}

/** All calls, each with the values of its operation's operands. */
const planSteps = ({ operations, values }: Program) =>
	operations.flatMap(({ kernel, attributes, inputs, outputs }) => {
		const operands = {
			inputs: inputs.map((value) => values[value]),
			outputs: outputs.map((value) => values[value]),
		};
		return kernel
			.calls(operands, attributes)
			.map((call) => ({ call, values: [...inputs, ...outputs] }));
	});
