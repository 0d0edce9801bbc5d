import { expect, test } from 'vitest';
import { answerParts, finalNumber, isLongAnswer } from './longAnswers.ts';

const solution = 'Natalia sold 48/2 = 24 clips in May.\nShe sold 48+24 = 72 clips.\n#### 72';
const marked = (answer: string, expected: string) =>
	answerParts(answer, expected)
		.filter(({ kind }) => kind !== 'plain')
		.map(({ text, kind }) => `${kind} ${text}`);

test('answers of several lines, or longer than one, are long', () => {
	expect(isLongAnswer('12')).toBe(false);
	expect(isLongAnswer('{"name": "Gus", "age": 51, "town": "Paris"}')).toBe(false);
	expect(isLongAnswer(solution)).toBe(true);
	expect(isLongAnswer('x'.repeat(81))).toBe(true);
});

test.each([
	[solution, 72, '72', true],
	['It is \\boxed{1,024} then 3', 1024, '1,024', true],
	['**Answer:** $1,200.50 for all clips\nThat is 1,200.50.', 1200.5, '1,200.50', true],
	['Answer: −7.5\nNot 17.5 or 7.50', -7.5, '−7.5', true],
	['$1,414', 1414, '1,414', true],
	['first #### −4\nthen 3', -4, '−4', true],
	['48 and 24 make 72.', 72, '72', false],
	['in 2024, 7, then', 7, '7', false],
	[' 1,414 ', 1414, '1,414', true],
])('the final number of %j', (text, value, written, isMarked) => {
	const found = finalNumber(text)!;
	expect(found).toMatchObject({ value, isMarked });
	expect(text.slice(found.from, found.to)).toBe(written);
});

test('where the right answer marks a number, that of the answer is compared', () => {
	expect(finalNumber('none')).toBeNull();
	expect(marked('She sold half: 1/2', '#### 0.5')).toEqual(['same 1/2']);
	expect(marked('She sold 24, so 72.', solution)).toEqual(['same 72']);
	expect(marked('She sold 48.\n#### 96', solution)).toEqual(['other 96']);
	expect(marked('No idea', solution)).toEqual([]);
	expect(marked('She has 3 of 4, so 12.', '12')).toEqual(['same 12']);
});
