/** Words of 32 bits in the kernels' memory: integers as they are, floats by their bits. */
import type { Word } from '../kernel.ts';
import type { Heap } from './heap.ts';

/** Writes from word `start` on; gives the word after the last. */
export function writeWords(heap: Heap, start: number, words: readonly Word[]): number {
	const { integers, floats } = heap;
	words.forEach((word, i) => {
		if (typeof word === 'number') integers[start + i] = word;
		else floats[start + i] = word.f32;
	});
	return start + words.length;
}
