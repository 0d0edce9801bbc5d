/** Memory plan: assigns each temporary of a program to a buffer. */
import { aligned, byteSize, type Operation, type Program } from './program.ts';

/** The parts of a program that decide about its memory. */
type Uses = Pick<Program, 'values' | 'results'> & {
	readonly operations: readonly Pick<Operation, 'inputs' | 'outputs'>[];
};

/**
 * Lifetimes of the temporaries, in the order of creation: the first operation that uses a value
 * (its producer) and the last one that reads it. Results live to the end.
 */
export function lifetimes({ values, operations, results }: Uses) {
	const last = new Map<number, number>();
	const first = new Map<number, number>();
	operations.forEach(({ inputs, outputs }, index) => {
		for (const value of [...inputs, ...outputs]) {
			if (values[value].location.kind !== 'temporary') continue;
			if (!first.has(value)) first.set(value, index);
			last.set(value, index);
		}
	});
	const isResult = new Set(Object.values(results));
	return [...first].map(([value, producer]) => ({
		value,
		first: producer,
		last: isResult.has(value) ? operations.length : last.get(value)!,
	}));
}

/**
 * Temporaries whose lifetimes do not overlap may share a buffer. A live one is alone in its buffer
 * and at its start, because WebGPU lets no dispatch read and write one buffer.
 *
 * Greedy by size, largest first (Pisarchyk & Lee 2020, arXiv 2001.03288, §4): each takes the
 * smallest buffer that is free for its lifetime.
 */
export function planMemory(program: Uses) {
	const bufferIndex = new Map<number, number>();
	const buffers: { size: number; taken: { first: number; last: number }[] }[] = [];
	const bySize = lifetimes(program)
		.map((lifetime) => ({ ...lifetime, size: aligned(byteSize(program.values[lifetime.value])) }))
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
		bufferIndex.set(value, index);
	}
	return {
		/** Bytes of each buffer. */
		buffers: buffers.map(({ size }) => size),
		/** The buffer's index for each temporary, by value. */
		bufferIndex,
		/** Bytes of all temporaries if none shared a buffer. */
		unshared: bySize.reduce((sum, { size }) => sum + size, 0),
	};
}
