import { expect, test } from 'vitest';
import { Typist } from './Typist.svelte.ts';

test('one answer at a time is typed, stands, and gives way to the next one that exists', () => {
	const typist = new Typist();
	const lengths = [3, 0, 2];
	const seen: string[] = [];
	for (let i = 0; i < 90; i++) {
		typist.next(lengths);
		const letters = lengths.map((_, row) => Math.min(typist.lettersOf(row), lengths[row]));
		expect(letters.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
		seen.push(letters.join(' '));
	}
	expect([...new Set(seen)]).toEqual(['1 0 0', '2 0 0', '3 0 0', '0 0 0', '0 0 1', '0 0 2']);
	// It stands for a while.
	expect(seen.filter((letters) => letters === '3 0 0').length).toBeGreaterThan(30);
});

test('nothing is typed while no answer is known, and without motion the first one stands', () => {
	const typist = new Typist();
	typist.next([]);
	typist.next([0, 0]);
	expect([typist.row, typist.lettersOf(0)]).toEqual([0, 0]);
	typist.stand();
	expect([typist.lettersOf(0), typist.lettersOf(1)]).toEqual([Infinity, 0]);
});
