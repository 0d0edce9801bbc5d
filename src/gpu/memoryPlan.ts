/**
 * The memory plan: which buffer each temporary of a program lies in. Two may share a buffer when none of their lifetimes
 * overlap. Each lies alone in its buffer while it lives, at its start: WebGPU lets no dispatch read and write one buffer.
 */
import { lifetimes } from './liveness.ts';
import { aligned, bytesOf, type Program } from './program.ts';

export interface MemoryPlan {
	/** Bytes of each shared buffer. */
	readonly buffers: readonly number[];
	/** The buffer of each temporary, by value. */
	readonly bufferOf: ReadonlyMap<number, number>;
	/** Bytes of the temporaries without sharing: what the plan saves on. */
	readonly unshared: number;
}

/** Greedy by size, largest first (Pisarchyk & Lee 2020, arXiv 2001.03288, §4): each takes the smallest buffer that is free for its lifetime. */
export function planMemory(program: Program): MemoryPlan {
	const bufferOf = new Map<number, number>();
	const buffers: { size: number; taken: { first: number; last: number }[] }[] = [];
	const bySize = lifetimes(program)
		.map((lifetime) => ({ ...lifetime, size: aligned(bytesOf(program.values[lifetime.value])) }))
		.sort((a, b) => b.size - a.size || a.first - b.first);
	for (const { value, first, last, size } of bySize) {
		const isFree = ({ taken }: (typeof buffers)[number]) =>
			taken.every((other) => last < other.first || other.last < first);
		let index = -1;
		buffers.forEach((buffer, i) => {
			if (isFree(buffer) && (index === -1 || buffer.size < buffers[index].size)) index = i;
		});
		if (index === -1) index = buffers.push({ size, taken: [] }) - 1;
		buffers[index].taken.push({ first, last });
		bufferOf.set(value, index);
	}
	return {
		buffers: buffers.map(({ size }) => size),
		bufferOf,
		unshared: bySize.reduce((sum, { size }) => sum + size, 0),
	};
}
