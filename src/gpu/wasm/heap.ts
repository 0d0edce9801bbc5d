/** Room in the kernels' memory: blocks of whole 256 bytes, first fit, joined again when they are freed. */
import { outOfMemory } from '#core/errors.ts';
import { aligned } from '../program.ts';
import type { Module } from './instantiate.ts';

const page = 65_536;

/** Bytes that a block of so many takes. */
export const blockSize = (bytes: number): number => Math.max(aligned(bytes), 256);

/** For tests: whether an allocation is to fail as it does when memory is full. */
export type FailAllocation = (label: string) => boolean;

interface Block {
	start: number;
	size: number;
}

export class Heap {
	readonly memory: WebAssembly.Memory;
	/** By address. */
	#free: Block[] = [];
	readonly #taken = new Map<number, number>();
	#end: number;
	#floats = new Float32Array();
	#integers = new Int32Array();

	readonly #base: number;
	readonly #most: number;
	readonly #fail: FailAllocation;

	constructor(
		{ memory, heapBase, mostBytes }: Pick<Module, 'memory' | 'heapBase' | 'mostBytes'>,
		fail: FailAllocation = () => false,
	) {
		this.memory = memory;
		this.#base = aligned(heapBase);
		this.#end = this.#base;
		this.#most = mostBytes;
		this.#fail = fail;
	}

	/** Bytes that can be handed out at most, in all. */
	get limit(): number {
		return this.#most - this.#base;
	}

	/** Bytes that are handed out, and in how many blocks. */
	get used(): { readonly bytes: number; readonly blocks: number } {
		let bytes = 0;
		for (const size of this.#taken.values()) bytes += size;
		return { bytes, blocks: this.#taken.size };
	}

	/** All of the memory as float32: element i is at address 4i. Growing makes a new one. */
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

	/** The address of `bytes` zeros. Throws OutOfMemoryError. */
	allocate(label: string, bytes: number): number {
		const size = blockSize(bytes);
		if (this.#fail(label)) throw this.#full(label, size);
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
		this.#free = this.#free.reduce<Block[]>((joined, block) => {
			const last = joined.at(-1);
			if (last && last.start + last.size === block.start) last.size += block.size;
			else joined.push(block);
			return joined;
		}, []);
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
				this.memory.grow(Math.ceil(missing / page));
			} catch {
				throw this.#full(label, size);
			}
		this.#end = start + size;
		return start;
	}

	#full = (label: string, asked: number) =>
		outOfMemory(label, { asked, held: this.used.bytes, limit: this.limit });
}
