import { describe, expect, it } from 'vitest';
import { splitAtPhrase, contentWords, editDistance, normalised, sentences, words } from './text.ts';

describe('words and sentences', () => {
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

	it('counts lines as sentences, and no abbreviations', () => {
		expect(sentences('One, e.g. this. Two!\nThree\n')).toHaveLength(3);
	});

	it('removes stop words', () => {
		expect(contentWords('The ads are in the ads of 4 campaigns')).toEqual(['ad', '4', 'campaign']);
	});

	it('counts edits', () => {
		expect([
			editDistance('kitten', 'sitting'),
			editDistance('', 'ab'),
			editDistance('a', 'a'),
		]).toEqual([3, 2, 0]);
	});
});
