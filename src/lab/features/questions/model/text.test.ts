import { describe, expect, it } from 'vitest';
import { contentWords, editDistance, sentences } from './text.ts';

describe('words and sentences', () => {
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
