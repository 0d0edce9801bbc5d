import { describe, expect, it } from 'vitest';
import { contentWords, editDistance, normalised, sentences, withoutPhrase, words } from './text.ts';

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
		['We paused and edited the ads', 'pause', true],
		['We paused and edited the ads', 'edit the ad', true],
		['We paused and edited the ads', 'ads edited', false],
		['classes', 'class', true],
		['the glass', 'glas', false],
	])('%s has the phrase %s: %s', (text, phrase, has) => {
		expect(withoutPhrase(words(text), phrase) !== null).toBe(has);
	});

	it('counts lines as sentences, and no abbreviations', () => {
		expect(sentences('One, e.g. this. Two!\nThree\n')).toHaveLength(3);
	});

	it('takes a phrase out of the words', () => {
		expect(withoutPhrase(words('The Nile and the Nile delta'), 'nile')).toEqual([
			...['the', 'and', 'the', 'delta'],
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
