import { describe, expect, it } from 'vitest';
import { adjectives, capitalByCountry, dialect, lexicon, nouns, verbs } from './words.ts';

describe('words', () => {
	it('are all distinct, the invented ones and the English ones', () => {
		const words = [
			...[nouns, verbs, adjectives, dialect.nouns, dialect.verbs, dialect.adjectives].flat(),
			...[...lexicon.values(), ...capitalByCountry.keys(), ...capitalByCountry.values()],
		];
		expect(words).toHaveLength(24 + 26 + 24 + 80);
		expect(new Set(words).size).toBe(words.length);
	});
});
