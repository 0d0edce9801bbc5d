import { expect, it } from 'vitest';
import { scatterPlan } from './gatherRows.ts';

it('lists the positions of each row in order, and none for a row without index', () => {
	const { order, starts } = scatterPlan([4, 1, 4, 0, 1, 4], 6);
	expect([...starts]).toEqual([0, 1, 3, 3, 3, 6, 6]);
	expect([...order]).toEqual([3, 1, 4, 0, 2, 5]);
});

it('a skipped row gets the gradient of no position, and the others get theirs', () => {
	const { order, starts } = scatterPlan([4, 1, 4, 0, 1, 4], 6, 4);
	expect([...starts]).toEqual([0, 1, 3, 3, 3, 3, 3]);
	expect([...order]).toEqual([3, 1, 4, 0, 2, 5]);
});
