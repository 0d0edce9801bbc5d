import { expect, test } from 'vitest';
import { PickLog, sortedPicks } from './PickLog.ts';

const pick = (skill: number, row: number, exampleClass: number, noisy = false) => ({
	skill,
	row,
	class: exampleClass,
	noisy,
});

test('an example that is chosen again stays one entry', () => {
	const log = new PickLog();
	log.add(1, [pick(0, 7, 2), pick(1, 7, 0, true)]);
	log.add(4, [pick(0, 7, 3), pick(0, 7, 3)]);
	expect(log.picks).toBe(4);
	expect(log.distinct).toBe(2);
	expect(log.all()).toEqual([
		{ skill: 0, row: 7, class: 3, noisy: false, times: 3, first: 1, last: 4 },
		{ skill: 1, row: 7, class: 0, noisy: true, times: 1, first: 1, last: 1 },
	]);
});

test('the batch of another policy has an example that was chosen before by chance', () => {
	const log = new PickLog();
	log.add(1, [pick(0, 7, 2)]);
	log.add(9, [pick(0, 7, 2)]);
	expect(log.of(1, 0, 7)).toMatchObject({ times: 2 });
	expect(log.of(5, 0, 7)).toBeUndefined();
	expect(log.of(9, 0, 8)).toBeUndefined();
});

test('picks are sorted by a column, and equal ones keep their order', () => {
	const log = new PickLog();
	log.add(1, [pick(0, 3, 0), pick(0, 1, 0, true), pick(0, 2, 0)]);
	log.add(2, [pick(0, 2, 0)]);
	const rows = (column: 'times' | 'row' | 'noisy', down: boolean) =>
		sortedPicks(log.all(), { column, down }).map(({ row }) => row);
	expect(rows('times', true)).toEqual([2, 3, 1]);
	expect(rows('row', false)).toEqual([1, 2, 3]);
	expect(rows('noisy', true)).toEqual([1, 3, 2]);
});

test('a later pick replaces the entry, because a list compares its entries by identity', () => {
	const log = new PickLog();
	log.add(1, [pick(0, 7, 2), pick(0, 8, 2)]);
	const [before, other] = log.all();
	log.add(2, [pick(0, 7, 3)]);
	expect(before).toMatchObject({ class: 2, times: 1, last: 1 });
	expect(log.all()[0]).toMatchObject({ class: 3, times: 2, last: 2 });
	expect(log.all()[1]).toBe(other);
});
