import { expect, it } from 'vitest';
import { Heap } from './Heap.ts';

it('a larger block takes the place of a freed one at the end', () => {
	const memory = new WebAssembly.Memory({ initial: 1, maximum: 16 });
	const heap = new Heap({ memory, heapBase: 1024, maxBytes: 2 ** 20 });
	const weights = heap.allocate('weights', 1000);
	heap.free(heap.allocate('temporaries', 600_000));
	const start = heap.allocate('temporaries', 700_000);
	expect(start).toBe(weights + 1024);
	expect(heap.used).toEqual({ bytes: 1024 + 700_160, blocks: 2 });
});
