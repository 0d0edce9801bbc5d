/**
 * A question with choices. The prompt shows a letter for each, and the answer is one:
 *
 *   question
 *   A. first choice
 *   B. second choice    →    B
 *
 * This is the form of MMLU (2009.03300) without “Answer:”, whose place the chat template takes.
 */
import { isObject, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import {
	filledKey,
	isRepr,
	parsed,
	parsedList,
	readings,
	required,
	scalarText,
	type Reading,
	type Row,
	type RowShape,
} from './shape.ts';
import { bare, pass, whole } from './watched.ts';

interface Choice {
	/** By which the file's answer may name it. */
	readonly label: string;
	readonly value: Json;
	readonly text: string;
}

const names = (text: string): readonly string[] => text.split(' ');
const questionNames = names(
	'question Question query problem stem question_stem prompt input sentence ctx',
);
const listNames = names('choices options endings');
/** A row can name its answer twice, by letter and by text. */
const answerNames = names(
	'answerKey answer_key answer_idx answer_index answer Answer correct correct_answer ' +
		'correct_option label cop',
);

const letterOf = (position: number): string => String.fromCharCode(65 + position);
const mostChoices = 26;

/** A column for each choice: `A`, `option_b`, `opc`, `answerA`; `option1`, `ending0`. */
const choiceColumns = [/^(|option|op|choice|answer)[ _-]?([a-j])$/i, /^(option|ending)(\d)$/];

/** null: fewer than two choices. */
function readChoices(row: Row): Choice[] | null {
	const key = listNames.find((name) => listed(bare(row)[name]) !== null);
	if (key !== undefined) return listed(whole(row[key]));
	const columns = Object.keys(bare(row)).flatMap((column) => {
		const found = choiceColumns.map((form) => form.exec(column)).find(Boolean);
		return found ? [{ column, prefix: found[1].toLowerCase(), label: found[2] }] : [];
	});
	const same = columns.filter(({ prefix }) => prefix === columns[0].prefix);
	const filled = same.filter(({ column }) => scalarText(bare(row)[column])?.trim());
	return atLeastTwo(filled.map(({ column, label }) => choiceOf(label, row[column])));
}

/** Texts; objects with `label` and `text`; lists of both; texts by letter. Also as JSON text. */
function listed(value: Json | undefined): Choice[] | null {
	const list = typeof value === 'string' ? parsed(value) : value;
	if (Array.isArray(list))
		return atLeastTwo(
			list.map((item: Json, i) =>
				isObject(item)
					? choiceOf(scalarText(item['label']) ?? letterOf(i), item['text'])
					: choiceOf(letterOf(i), item),
			),
		);
	if (!isObject(list)) return null;
	const { text, label } = list;
	if (Array.isArray(text))
		return atLeastTwo(
			text.map((item: Json, i) =>
				choiceOf((Array.isArray(label) && scalarText(label[i] as Json)) || letterOf(i), item),
			),
		);
	const entries = Object.entries(list).filter(([, item]) => scalarText(item)?.trim());
	return entries.every(([key]) => /^[a-j\d]$/i.test(key))
		? atLeastTwo(entries.map(([key, item]) => choiceOf(key, item)))
		: null;
}

const choiceOf = (label: string, value: Json | undefined): Choice => ({
	label,
	value: value ?? null,
	text: (scalarText(value) ?? '').trim(),
});

const letterMarks = Array.from(
	{ length: mostChoices },
	(_, i) => new RegExp(`^\\(?${letterOf(i)}\\s*[).:、．]\\s*(?=\\S)`, 'i'),
);

/** Without the letters that the texts of some files begin with. */
function atLeastTwo(choices: Choice[]): Choice[] | null {
	if (choices.length < 2 || choices.length > mostChoices) return null;
	if (choices.some(({ text }) => text === '')) return null;
	const marks = choices.map(({ text }, i) => letterMarks[i].exec(text));
	if (marks.includes(null)) return choices;
	return choices.map((choice, i) => ({ ...choice, text: choice.text.slice(marks[i]![0].length) }));
}

/** −1: no choice has this name. */
function positionOf(answer: Json, choices: readonly Choice[], reading: Reading): number {
	const said = (scalarText(answer) ?? '').trim();
	if (reading === 'letters') {
		const [, letter = said] = /^\(?([a-z])(?:[).:](?:\s.*)?)?$/is.exec(said) ?? [];
		// A number counts: MMLU's 1 is not the column option1.
		if (typeof answer !== 'string') return -1;
		return choices.findIndex(({ label }) => label.toLowerCase() === letter.toLowerCase());
	}
	if (reading === 'texts')
		return choices.findIndex(({ value, text }) => [text, scalarText(value)?.trim()].includes(said));
	const position = /^\d+(\.0)?$/.test(said) ? Number(said) - (reading === 'fromOne' ? 1 : 0) : -1;
	return position < choices.length ? position : -1;
}

/** As the file's answers are read. Among letters may be texts, and among texts letters. */
function readPosition(answer: Json, choices: readonly Choice[], reading: Reading): number {
	const position = positionOf(answer, choices, reading);
	if (position >= 0 || !['letters', 'texts'].includes(reading)) return position;
	return positionOf(answer, choices, reading === 'letters' ? 'texts' : 'letters');
}

/** Holds question and choices: in ARC's own files the question does, else the row. */
const holderOf = (row: Row): Row => (isObject(row['question']) ? row['question'] : row);

const answerKeys = (row: Row): string[] =>
	answerNames.filter((name) => scalarText(bare(row)[name])?.trim());

/** null: the row has no question or no choices, or no column for an answer. */
function choicesIn(row: Row): Choice[] | null {
	const holder = holderOf(row);
	const hasAnswer = answerNames.some((name) => scalarText(row[name]) !== undefined);
	return hasAnswer && filledKey(holder, questionNames) !== undefined ? readChoices(holder) : null;
}

/** A number is rather an index than a text, if both fit in all rows. */
const weightOf = (reading: Reading, answer: Json): number =>
	reading === 'texts' && typeof answer === 'number' ? 0.999 : 1;

/** Counts, for each column of an answer, the readings that fit this row. */
export function tallyAnswers(row: Row, fits: Map<string, Record<Reading, number>>): void {
	const choices = choicesIn(row);
	if (!choices) return;
	for (const key of answerKeys(row)) {
		const counts = fits.get(key) ?? { letters: 0, texts: 0, fromZero: 0, fromOne: 0 };
		for (const reading of readings)
			if (positionOf(row[key], choices, reading) >= 0)
				counts[reading] += weightOf(reading, row[key]);
		fits.set(key, counts);
	}
}

export const choices: RowShape = {
	id: 'choices',
	matches: (row) => choicesIn(row) !== null || reprKey(row) !== undefined,
	toExamples(row, facts) {
		const holder = holderOf(row);
		const question = required(holder, filledKey(holder, questionNames) ?? 'question');
		const repr = reprKey(holder);
		if (repr !== undefined) parsedList(row[repr] as string, repr);
		const choices = readChoices(holder);
		if (!choices) throw new RowError(say('The row has fewer than two choices.'));
		const keys = answerKeys(row);
		const places = keys.map((key) => readPosition(bare(row)[key], choices, facts.reading(key)));
		const place = places.find((position) => position >= 0);
		if (place === undefined) {
			const key = keys[0] ?? answerNames.find((name) => bare(row)[name] !== undefined) ?? 'answer';
			throw new RowError(
				say('{key} is {answer}, which is none of the {count} choices.', {
					key,
					answer: required(row, key),
					count: choices.length,
				}),
			);
		}
		// What names the same choice once more is read with it.
		for (const [i, key] of keys.entries()) if (places[i] === place) pass(row, key);
		const lines = choices.map(({ text }, i) => `${letterOf(i)}. ${text}`);
		return [promptAnswer([question, ...lines].join('\n'), letterOf(place))];
	},
};

/** The column whose choices are Python's repr. */
const reprKey = (row: Row): string | undefined => {
	const seen = bare(row);
	return filledKey(row, questionNames) !== undefined && answerKeys(row).length > 0
		? listNames.find((name) => typeof seen[name] === 'string' && isRepr(seen[name]))
		: undefined;
};
