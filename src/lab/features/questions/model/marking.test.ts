import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blindResult } from './blind.ts';
import { open, session, type } from '../../../../../tests/support/blind.ts';
import { countGraded, isDone, pointAt, press, type Marking } from './marking.ts';

const at = (...keys: readonly string[]) => type(keys).marking.at;

describe('keys', () => {
	test('a grade goes to the current cell; the cursor moves to the next: left, then right', () => {
		const first = press(open(), '5');
		expect(first.change).toEqual({ pair: 0, side: 0, category: 0, grade: 5 });
		expect(first.marking.at).toEqual({ pair: 0, side: 0, category: 1 });
		expect(type(['5']).scores).toMatchObject([{ answerSet: 'b', question: 'q0', value: 1 }]);
		expect(at('5', '4')).toEqual({ pair: 0, side: 1, category: 0 });
		expect(at('5', '4', '3', '2')).toEqual({ pair: 0, side: 1, category: 1 });
	});
	test('arrows move the cursor; Backspace goes back, also into the pair before', () => {
		expect(at('ArrowRight', 'ArrowDown')).toEqual({ pair: 0, side: 1, category: 1 });
		expect(at('ArrowUp', 'ArrowLeft')).toEqual({ pair: 0, side: 0, category: 0 });
		expect(at('5', 'Backspace')).toEqual({ pair: 0, side: 0, category: 0 });
		expect(at('5', '4', '3', '2', 'Enter', 'Backspace')).toEqual({ pair: 0, side: 1, category: 1 });
		expect(type(['Backspace']).marking).toEqual(open());
		expect(pointAt(open(), 1, 1).at).toEqual({ pair: 0, side: 1, category: 1 });
	});
	test('a changed grade replaces the earlier one, and the others stay', () => {
		const { marking } = type(['5', '4', 'Backspace', 'Backspace', '1']);
		expect(marking.pairs[0].sides[0].grades).toEqual([1, 4]);
		expect(marking.at).toEqual({ pair: 0, side: 1, category: 0 });
	});
	test('after any keys the cursor is on a cell or at the end, and no grade is lost', () => {
		const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
		const keys = ['0', '1', '5', '=', 'Enter', 'Backspace', ...arrows];
		const size = ({ pairs }: Marking) =>
			pairs
				.flatMap(({ sides }) => sides.flatMap(({ grades }) => grades))
				.filter((g) => g !== undefined).length;
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (pressed) => {
				let marking = open();
				for (const key of pressed) {
					const before = size(marking);
					marking = press(marking, key).marking;
					expect(size(marking)).toBeGreaterThanOrEqual(before);
					const { pair, side, category } = marking.at;
					const inside =
						pair < 2 && side < 2 && category < 2 && Math.min(pair, side, category) >= 0;
					expect(inside || (pair === 2 && size(marking) === 8)).toBe(true);
				}
			}),
		);
	});
});

describe('after a reload', () => {
	test('the marking resumes at the first missing grade', () => {
		const { marking, scores } = type(['5', '4', '3', '2', 'Enter', '1']);
		expect(open(scores)).toEqual(marking);
		expect(marking.at).toEqual({ pair: 1, side: 0, category: 1 });
	});
});

describe('the page', () => {
	test('shows no name and no id of a set before the end', () => {
		const { marking } = type(['5', '4', '3', '2', 'Enter', '1', '1', '1']);
		expect(JSON.stringify(marking)).not.toContain('secret');
		expect(JSON.stringify(marking)).not.toMatch(/"[ab]"/);
		expect([countGraded(marking), isDone(marking)]).toEqual([1, false]);
		const { marking: end } = type([...'5432', 'Enter', ...'1111', 'Enter']);
		expect([countGraded(end), isDone(end)]).toEqual([2, true]);
		expect(blindResult(session, end.pairs).map(({ name }) => name)).toEqual([
			'The secret name of a',
			'The secret name of b',
		]);
	});
});
