/** What the headline of a run counts, and that unlike measures are never averaged. */
import { expect, test } from 'vitest';
import { headline, headlineUnit, isNoneRight, summariseExact } from './exactMatch.ts';
import type { MeasureId } from './measureKinds.ts';

const score = (exact: number | null, measure?: MeasureId, loss = 2) => ({
	exact,
	loss,
	...(measure && { measure }),
});
const evaluate = (skills: ReturnType<typeof score>[], trained = skills.map(() => true)) =>
	headline({ skills, ...summariseExact(skills, trained) }, trained);

test('answers that are right in any way have an average', () => {
	const skills = [score(0.5), score(0.25, 'number'), score(0.75, 'choice'), score(0, 'pattern')];
	expect(evaluate(skills)).toEqual({
		unit: 'answers',
		average: 0.375,
		worst: { skill: 3, exact: 0 },
	});
});

test.each([
	['answers and tokens', [score(0.5, 'number', 1), score(0.7, 'tokens', 2)]],
	['answers and raw text', [score(0.5, undefined, 1), score(null, undefined, 2)]],
	['raw text', [score(null, undefined, 1), score(null, undefined, 2)]],
])('with %s it is the mean loss', (_what, skills) => {
	expect(headlineUnit(skills, [true, true])).toBe('loss');
	expect(evaluate(skills)).toEqual({ unit: 'loss', average: 1.5, worst: null });
});

test('a watched skill of another measure does not change it', () => {
	const skills = [score(0.5, 'number'), score(0.7, 'tokens')];
	expect(evaluate(skills, [true, false])).toMatchObject({ unit: 'answers', average: 0.5 });
	expect(evaluate(skills, [false, false])).toBeNull();
});

test('without a right long answer in any of them, only the losses can be compared', () => {
	const skills = [score(0, 'number', 1), score(0, 'exact', 2)];
	const none = { skills, averageExact: 0, worstExact: { skill: 0, exact: 0 } };
	expect(isNoneRight([none, none], [true, true])).toBe(true);
	expect(isNoneRight([none, { ...none, averageExact: 0.1 }], [true, true])).toBe(false);
	expect(isNoneRight([{ ...none, averageExact: null }], [true, true])).toBe(false);
	// Of short answers it is worth knowing that none is right.
	expect(isNoneRight([none], [false, true])).toBe(false);
	expect(headline(none, [true, true], true)).toEqual({ unit: 'loss', average: 1.5, worst: null });
});
