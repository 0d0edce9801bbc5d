import { afterEach, expect, test } from 'vitest';
import {
	english,
	followLanguage,
	perLanguage,
	registerEnglish,
	storedText,
	type Language,
} from '#languages/language.ts';
import { textIn, wordsOf } from '#languages/text.ts';

interface Fruit {
	readonly apple: string;
	readonly many: { readonly apples: (values: { readonly count: number }) => string };
	readonly list: readonly string[];
}
const file = { apple: 'apple', many: { apples: '{count} apples' }, list: ['a', 'b'] };
const words = wordsOf('fruit' as never, file as never) as unknown as Fruit;
const german: Language = {
	tag: 'de',
	messages: new Map([
		['fruit.apple', 'Apfel'],
		['fruit.many.apples', '{count} Äpfel'],
	]),
	sentences: new Map([['No {what}.', 'Kein {what}.']]),
	stored: new Map([
		['harvest', 'Ernte'],
		['{0} apples', '{0} Äpfel'],
	]),
};
const speak = (language: Language) => followLanguage(() => language);
afterEach(() => speak(english));

test('groups and sentences that a module keeps follow the language, text by text', () => {
	const { many } = words;
	const { apples } = many;
	expect([words.apple, many.apples({ count: 2 }), apples({ count: 3 }), words.list]).toEqual([
		'apple',
		'2 apples',
		'3 apples',
		['a', 'b'],
	]);
	speak(german);
	expect([words.apple, many.apples({ count: 2 }), apples({ count: 3 }), words.list]).toEqual([
		'Apfel',
		'2 Äpfel',
		'3 Äpfel',
		['a', 'b'],
	]);
	expect(Object.entries(words).map(([key]) => key)).toEqual(['apple', 'many', 'list']);
	expect({ ...words }.apple).toBe('Apfel');
});

test('a formatter is made once for each language', () => {
	const tags: string[] = [];
	const format = perLanguage((tag) => (tags.push(tag), tag));
	expect([format(), format()]).toEqual(['en', 'en']);
	speak(german);
	expect([format(), format()]).toEqual(['de', 'de']);
	expect(tags).toEqual(['en', 'de']);
});

test('a stored text has the number that its English has', () => {
	const texts = ['harvest', '12 apples', '2 pears'];
	expect(texts.map(storedText)).toEqual(texts);
	speak(german);
	expect(texts.map(storedText)).toEqual(['Ernte', '12 Äpfel', '2 pears']);
});

test('a sentence has the names of skills that are stored in its language', () => {
	registerEnglish({ skills: { one: '{name} helps {targets, number, commas}.' } });
	const messages = new Map([['skills.one', '{name} hilft: {targets, number, commas}.']]);
	const values = { name: 'harvest', targets: ['harvest', 'my file'] };
	expect(textIn(english, 'skills.one', values)).toBe('harvest helps harvest, my file.');
	const text = textIn({ ...german, messages }, 'skills.one', values);
	expect(text).toBe('Ernte hilft: Ernte, my file.');
});

test('a right-to-left name does not turn the numbers beside it, also within a longer text', () => {
	const messages = new Map([['score', '{name} ({from} → {to} %)']]);
	const score = (name: string) =>
		textIn({ ...german, messages }, 'score', { name, from: 0, to: 100 });
	expect(score('sums')).toBe('sums (0 → 100 %)');
	expect(score('عربي')).toBe('\u2068عربي\u2069 (0 → 100 %)');
	expect(score(score('عربي')!)).toBe('\u2068عربي\u2069 (0 → 100 %) (0 → 100 %)');
});

test('a language corrects its sentences, and no other words', () => {
	speak({ ...german, finish: (text) => text.replace(/ (?=Ä)/, '') });
	expect([words.apple, words.many.apples({ count: 2 })]).toEqual(['Apfel', '2Äpfel']);
});
