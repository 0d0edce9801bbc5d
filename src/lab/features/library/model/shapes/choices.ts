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
import { parsed, required, scalarKey, scalarText, type Row, type RowShape } from './shape.ts';
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

/** Without the letters that the texts of some files begin with. */
function atLeastTwo(choices: Choice[]): Choice[] | null {
	if (choices.length < 2 || choices.length > mostChoices) return null;
	if (choices.some(({ text }) => text === '')) return null;
	const marks = choices.map(({ text }, i) =>
		new RegExp(`^\\(?${letterOf(i)}\\s*[).:、．]\\s*(?=\\S)`, 'i').exec(text),
	);
	if (marks.includes(null)) return choices;
	return choices.map((choice, i) => ({ ...choice, text: choice.text.slice(marks[i]![0].length) }));
}

/** By letter, by its own text, or by number; −1: by none. `first`: the number of the first one. */
function positionOf(answer: Json, choices: readonly Choice[], first: number): number {
	const said = (scalarText(answer) ?? '').trim();
	const [, letter = said] = /^\(?([a-z])[).:]?$/i.exec(said) ?? [];
	// A number counts: MMLU's 1 is not the text “1”, nor the column option1.
	const byLabel = choices.findIndex(
		({ label }) => typeof answer === 'string' && label.toLowerCase() === letter.toLowerCase(),
	);
	if (byLabel >= 0) return byLabel;
	const byText = choices.findIndex(
		({ value, text }) =>
			typeof value === typeof answer && [text, scalarText(value)?.trim()].includes(said),
	);
	if (byText >= 0) return byText;
	const position = /^\d+$/.test(said) ? Number(said) - first : -1;
	return position < choices.length ? position : -1;
}

/** Holds question and choices: in ARC's own files the question does, else the row. */
const holderOf = (row: Row): Row => (isObject(row['question']) ? row['question'] : row);

const answerKeys = (row: Row): string[] =>
	answerNames.filter((name) => scalarText(bare(row)[name])?.trim());

function choicesFrom(id: string, first: 0 | 1, matches: (row: Row) => boolean): RowShape {
	return {
		id,
		matches,
		toExamples(row) {
			const holder = holderOf(row);
			const question = required(holder, scalarKey(holder, questionNames) ?? 'question');
			const choices = readChoices(holder);
			if (!choices) throw new RowError(say('The row has fewer than two choices.'));
			const keys = answerKeys(row);
			const places = keys.map((key) => positionOf(bare(row)[key], choices, first));
			const place = places.find((position) => position >= 0);
			if (place === undefined) {
				const key =
					keys[0] ?? answerNames.find((name) => bare(row)[name] !== undefined) ?? 'answer';
				const answer = required(row, key);
				throw new RowError(
					say('{key} is {answer}, which is none of the {count} choices.', {
						key,
						answer,
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
}

/** null: the row has no question or no choices, or no column for an answer. */
function choicesIn(row: Row): Choice[] | null {
	const holder = holderOf(row);
	const hasAnswer = answerNames.some((name) => scalarText(row[name]) !== undefined);
	return hasAnswer && scalarKey(holder, questionNames) !== undefined ? readChoices(holder) : null;
}

/** Numbers of answers begin with 0, as in MMLU and HellaSwag. */
export const choices = choicesFrom('choices', 0, (row) => choicesIn(row) !== null);

/** They begin with 1: in one row at least, the number is that of the choices. */
export const choicesFromOne = choicesFrom('choicesFromOne', 1, (row) => {
	const found = choicesIn(row);
	const fits = (first: 0 | 1) =>
		found && answerKeys(row).some((key) => positionOf(row[key], found, first) >= 0);
	return fits(1) === true && !fits(0);
});
