import { expect, test } from 'vitest';
import { marksOf } from './marksOf.ts';

test('an evaluation that did not ask a prompt is neither right nor wrong', () => {
	// The last evaluation of a run asks more prompts than those before.
	const evaluations = [
		[true, false],
		[true, true],
		[true, true, true, false],
	].map((right) => ({ right }));
	expect(marksOf(evaluations, 0)).toEqual({ marks: [true, true, true], right: 3, count: 3 });
	expect(marksOf(evaluations, 1)).toEqual({ marks: [false, true, true], right: 2, count: 3 });
	expect(marksOf(evaluations, 2)).toEqual({ marks: [null, null, true], right: 1, count: 1 });
	expect(marksOf(evaluations, 3)).toEqual({ marks: [null, null, false], right: 0, count: 1 });
});
