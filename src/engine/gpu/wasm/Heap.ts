/** Allocator for wasm memory: first fit, blocks of multiples of 256 bytes, merged when freed. */
import { outOfMemory } from '#engine/core/errors.ts';
import { aligned } from '../program.ts';
import type { FailAllocation, Module } from './instantiate.ts';

const pageBytes = 65_536;

/** Bytes of the block for an allocation. */
export const blockSize = (bytes: number): number => Math.max(aligned(bytes), 256);

interface Block {
	start: number;
	size: number;
}

export class Heap {
	readonly memory: WebAssembly.Memory;
	/** Sorted by address. */
	#free: Block[] = [];
	readonly #taken = new Map<number, number>();
	#end: number;
	#floats = new Float32Array();
	#integers = new Int32Array();

	readonly #base: number;
	readonly #maxBytes: number;

	constructor(
		{ memory, heapBase, maxBytes }: Pick<Module, 'memory' | 'heapBase' | 'maxBytes'>,
		private readonly fail: FailAllocation = () => false,
	) {
		this.memory = memory;
		this.#base = aligned(heapBase);
		this.#end = this.#base;
		this.#maxBytes = maxBytes;
	}

	/** Limit of all allocations together, in bytes. */
	get limit(): number {
		return this.#maxBytes - this.#base;
	}

	/** Allocated bytes and blocks. */
	get used(): { readonly bytes: number; readonly blocks: number } {
		let bytes = 0;
		for (const size of this.#taken.values()) bytes += size;
		return { bytes, blocks: this.#taken.size };
	}

	/** The whole memory as float32: element i is at address 4i. Growth replaces the view. */
	get floats(): Float32Array {
		if (this.#floats.buffer !== this.memory.buffer)
			this.#floats = new Float32Array(this.memory.buffer);
		return this.#floats;
	}

	get integers(): Int32Array {
		if (this.#integers.buffer !== this.memory.buffer)
			this.#integers = new Int32Array(this.memory.buffer);
		return this.#integers;
	}

	/** Allocates `bytes` of zeros and returns their address. Throws OutOfMemoryError. */
	allocate(label: string, bytes: number): number {
		const size = blockSize(bytes);
		if (this.fail(label)) throw this.#outOfMemory(label, size);
		const start = this.#takeFree(size) ?? this.#extend(label, size);
		this.#taken.set(start, size);
		this.floats.fill(0, start / 4, (start + size) / 4);
		return start;
	}

	free(start: number): void {
		const size = this.#taken.get(start);
		if (size === undefined) return;
		this.#taken.delete(start);
		this.#free.push({ start, size });
		this.#free.sort((a, b) => a.start - b.start);
		this.#free = this.#free.reduce<Block[]>((merged, block) => {
			const last = merged.at(-1);
			if (last && last.start + last.size === block.start) last.size += block.size;
			else merged.push(block);
			return merged;
		}, []);
		// The next block may be larger than a free one at the end.
		const last = this.#free.at(-1);
		if (last && last.start + last.size === this.#end) this.#end = this.#free.pop()!.start;
	}

	#takeFree(size: number): number | undefined {
		const index = this.#free.findIndex((block) => block.size >= size);
		if (index === -1) return undefined;
		const block = this.#free[index];
		const { start } = block;
		if (block.size === size) this.#free.splice(index, 1);
		else {
			block.start += size;
			block.size -= size;
		}
		return start;
	}

	#extend(label: string, size: number): number {
		const start = this.#end;
		const missing = start + size - this.memory.buffer.byteLength;
		if (missing > 0)
			try {
				this.memory.grow(Math.ceil(missing / pageBytes));
			} catch {
				throw this.#outOfMemory(label, size);
			}
		this.#end = start + size;
		return start;
	}

	#outOfMemory = (label: string, requested: number) =>
		outOfMemory(label, { requested, held: this.used.bytes, total: this.limit });
}
