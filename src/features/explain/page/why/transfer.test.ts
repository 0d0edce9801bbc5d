import { expect, test } from 'vitest';
import { measuredAmong, measuredRows } from './transfer.ts';

const measured = {
	about: '',
	pairs: [
		{ learner: 'sub', helper: 'add', mean: 0.9, low: 0.2, high: 1.5 },
		{ learner: 'tr', helper: 'sort', mean: -0.2, low: -0.3, high: -0.1 },
	],
};

test('only pairs whose skills are both in the run, the others empty', () => {
	const cells = measuredAmong(measured, ['add', 'sub', 'tr']);
	expect(cells).toEqual([{ learner: 1, helper: 0, mean: 0.9, low: 0.2, high: 1.5 }]);
	expect(measuredRows(cells, 3)).toEqual([
		[null, null, null],
		[0.9, null, null],
		[null, null, null],
	]);
});
