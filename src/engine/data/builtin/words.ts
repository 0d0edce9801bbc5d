/** The words of the built-in skills: English lists, and distinct invented words from one seed. */
import { randomStream } from '#engine/core/random.ts';
import { sequentialDraws, type Draws } from '../builtinSkill.ts';

export const nouns = ['cat', 'dog', 'bird', 'fox', 'man', 'girl', 'boy', 'cow', 'hen', 'king'];
export const verbs = ['see', 'hear', 'help', 'like', 'find', 'call', 'push', 'feed'];
export const adjectives = ['red', 'big', 'old', 'sad', 'shy', 'hot'];

export const vowels = 'aeiou';
const consonants = 'bcdfghjklmnprstvwz';

/** Rude words. No invented word contains one in either direction. */
const rude = ['fag', 'nig', 'jap', 'cum', 'tit', 'vag', 'dik', 'kok', 'pis', 'nazi', 'penis'];

/** Alternates consonants and vowels, from a consonant on: `paretu`. */
export function inventedWord(draws: Draws, length: number): string {
	let word = '';
	for (let i = 0; i < length; i++) word += draws.pick([...(i % 2 === 0 ? consonants : vowels)]);
	const backwards = [...word].reverse().join('');
	const isRude = rude.some((part) => word.includes(part) || backwards.includes(part));
	return isRude ? inventedWord(draws, length) : word;
}

const draws = sequentialDraws(randomStream(2026, 'words 1'));
/** Words in prompts that look like invented ones. */
const promptWords = ['sub', 'rev', 'get', 'cap', 'max'];
const taken = new Set([...nouns, ...verbs, ...adjectives, ...promptWords]);

function distinctWords(count: number, length: number): readonly string[] {
	const words: string[] = [];
	while (words.length < count) {
		const word = inventedWord(draws, length);
		if (taken.has(word)) continue;
		taken.add(word);
		words.push(word);
	}
	return words;
}

/** The dialect of the stories. */
export const dialect = {
	nouns: distinctWords(12, 4),
	verbs: distinctWords(8, 4),
	adjectives: distinctWords(6, 3),
};

/** English word → its translation. */
export const lexicon: ReadonlyMap<string, string> = new Map(
	[nouns, verbs, adjectives].flatMap((english) => {
		const invented = distinctWords(english.length, 3);
		return english.map((word, i) => [word, invented[i]] as const);
	}),
);

const entities = distinctWords(40, 4);
const capitals = distinctWords(40, 3);
/** Entity → its capital: the facts. */
export const capitalByCountry: ReadonlyMap<string, string> = new Map(
	entities.map((entity, i) => [entity, capitals[i]]),
);
