import { expect, test } from 'vitest';
import { InputError } from './errors.ts';
import { messageText, plural, sentence, statementText, type Catalogue } from './message.ts';

test('a catalogue turns a message into a sentence', () => {
	const catalogue: Catalogue<{ 'cells.failed': { count: number } }> = {
		'cells.failed': ({ count }) => `${plural(count, 'cell')} failed.`,
	};
	const text = (count: number) => messageText(catalogue, { id: 'cells.failed', values: { count } });
	expect([text(1), text(0), text(1200)]).toEqual([
		'1 cell failed.',
		'0 cells failed.',
		'1,200 cells failed.',
	]);
});

test('a sentence is its own English text, and a catalogue can replace it at every level', () => {
	const error = new InputError(
		sentence`a.csv, line ${3}: ${sentence`${'answer'} is missing.`} Mend the rows
			and choose the file again.`,
	);
	expect(error.message).toBe(
		'a.csv, line 3: answer is missing. Mend the rows and choose the file again.',
	);
	const german = {
		'a.csv, line {0}: {1} Mend the rows and choose the file again.': (values: {
			readonly 0: number;
			readonly 1: string;
		}) => `a.csv, Zeile ${values[0]}.`,
		'{0} is missing.': (values: { readonly 0: string }) => `${values[0]} fehlt.`,
	};
	expect(statementText(german, error.statement)).toBe('a.csv, Zeile 3.');
	expect(statementText({ '{0} is missing.': german['{0} is missing.'] }, error.statement)).toBe(
		'a.csv, line 3: answer fehlt. Mend the rows and choose the file again.',
	);
});

test('braces in a value are no placeholders', () => {
	expect(statementText({}, sentence`It is ${'{0}'}, not ${1}.`)).toBe('It is {0}, not 1.');
});
