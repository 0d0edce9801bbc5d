import { describe, expect, it } from 'vitest';
import {
	contentWords,
	editDistance,
	hasPhrase,
	normalised,
	numbers,
	sentences,
	words,
} from './text.ts';

describe('words, sentences, numbers', () => {
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
		['We paused and edited the ads', 'pause', true],
		['We paused and edited the ads', 'edit the ad', true],
		['We paused and edited the ads', 'ads edited', false],
		['classes', 'class', true],
		['the glass', 'glas', false],
	])('%s has the phrase %s: %s', (text, phrase, has) => {
		expect(hasPhrase(words(text), phrase)).toBe(has);
	});

	it('counts lines as sentences, and no abbreviations', () => {
		expect(sentences('One, e.g. this. Two!\nThree\n')).toHaveLength(3);
	});

	it.each([
		['1,234.5 and 1.234,50', [1234.5, 1234.5]],
		['$3, €4.20', [3, 4.2]],
		['−5 or 5 - 3 or 10–20', [-5, 5, 3, 10, 20]],
		['1.2k of 3 million', [1200, 3e6]],
		['v2 is no number, 2 is', [2]],
		['at 14:35', [14, 35]],
		['5 m, 3k, 7 km', [5, 3000, 7]],
		['2,5 und 0,125', [2.5, 125]],
		['12,34 €; 1234,5; 1,2345', [12.34, 1234.5, 1.2345]],
		['am 12.03.2024 in 3.', [3]],
	])('reads the numbers of %s', (text, found) => {
		expect(numbers(text).map(({ value }) => value)).toEqual(found);
	});

	it('knows percent', () => {
		expect(numbers('2 % or 3 percent or 4')).toEqual([
			{ value: 2, percent: true },
			{ value: 3, percent: true },
			{ value: 4, percent: false },
		]);
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
