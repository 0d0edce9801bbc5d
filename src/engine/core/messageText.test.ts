import { afterEach, expect, test } from 'vitest';
import { InputError } from './errors.ts';
import { englishText, say, statementText } from './message.ts';
import { english, followLanguage, readMessages, registerEnglish } from '#languages/language.ts';
import { wordsOf } from '#languages/text.ts';

registerEnglish({
	fruit: { row: 'a.csv, line {line}: {fault} Choose again.', missing: '{name} is missing.' },
});
const fruit = {
	row: 'a.csv, Zeile {line}: {fault} Noch einmal.',
	missing: '{name} fehlt.',
	words: { apple: 'Apfel', many: '{n, plural, one {# Apfel} other {# Äpfel}}', keys: ['c', 'd'] },
};
const german = {
	...english,
	tag: 'de',
	messages: readMessages({ fruit, format: { betweenSentences: ' – ' } }),
};
const speak = (language: typeof english) => followLanguage(() => language);
afterEach(() => speak(english));

const missing = { id: 'fruit.missing', values: { name: 'answer' } };
const row = { id: 'fruit.row', values: { line: 3, fault: missing } };

test('a message is shown in the language in use, with the messages in it', () => {
	expect(new InputError(row).message).toBe('a.csv, line 3: answer is missing. Choose again.');
	speak(german);
	expect(statementText([row, missing])).toBe(
		'a.csv, Zeile 3: answer fehlt. Noch einmal. – answer fehlt.',
	);
	expect(englishText([row, missing])).toBe(
		'a.csv, line 3: answer is missing. Choose again. answer is missing.',
	);
});

test('a text that the language lacks is English', () => {
	speak(german);
	expect(statementText(say('is missing. Add it.'))).toBe('is missing. Add it.');
});

test('words follow the language; a language corrects its texts with values, and no others', () => {
	const file = {
		apple: 'apple',
		many: '{n, plural, one {# apple} other {# apples}}',
		keys: ['a', 'b'],
	};
	const words = wordsOf('fruit.words' as never, file as never) as unknown as {
		apple: string;
		many: (values: { n: number }) => string;
		keys: string[];
	};
	const { many } = words;
	const shown = () => [words.apple, many({ n: 1 }), many({ n: 1200 }), ...words.keys];
	expect(shown()).toEqual(['apple', '1 apple', '1,200 apples', 'a', 'b']);
	speak({ ...german, finish: (text) => text.replace(/ (?=Ä)/, '') });
	expect(shown()).toEqual(['Apfel', '1 Apfel', '1.200Äpfel', 'c', 'd']);
	expect(Object.keys(words)).toEqual(['apple', 'many', 'keys']);
});
