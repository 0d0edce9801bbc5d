import { describe, expect, it } from 'vitest';
import { isSameAnswer, normalised, splitAtPhrase, words } from './answerText.ts';

describe('words and phrases', () => {
	it('splits words at hyphens and keeps apostrophes and decimal points', () => {
		expect(words('Cost-per-click: don’t pay 3.50!')).toEqual([
			'cost',
			'per',
			'click',
			"don't",
			'pay',
			'3.50',
		]);
		expect(words('你好 Nil')).toEqual(['你', '好', 'nil']);
	});

	it('ignores case, quotes, emphasis and the closing mark', () => {
		expect(normalised(' **“The  Nile”**. ')).toBe('the nile');
	});

	it.each([
		['The Nile, in Africa', 'the Nile', 'the ', ', in africa'],
		['An E-mail.', 'e-mail', 'an ', '.'],
		['是尼罗河。', '尼罗河', '是', '。'],
		['nilometer', 'Nile', null, null],
		['C++', 'C', null, null],
		['-4', '4', null, null],
	])('%s has the phrase %s between “%s” and “%s”', (text, phrase, before, after) => {
		expect(splitAtPhrase(text, phrase)).toEqual(before === null ? null : { before, after });
	});
});

it.each([
	['“The Nile.”', 'the nile', true],
	['{"b": 1, "a": 2}', '{"a":2,"b":1}', true],
	['{"a": "X"}', '{"a":"x"}', false],
	['The Nile, I think', 'the nile', false],
])('%s against %s: %s', (answer, right, isSame) => {
	expect(isSameAnswer(answer, right)).toBe(isSame);
});
