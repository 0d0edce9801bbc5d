/** A question set out of a file or an editor: JSON of a whole set, a JSON list of questions, or JSON lines. */
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import { objectAt, shown, sortOutNames, textAt, wrong } from './fields.ts';
import { jsonLines, jsonOrUndefined } from './jsonLines.ts';
import { parseQuestion, type Reading } from './parseQuestion.ts';
import type { Question, QuestionSet, QuestionSetInfo } from './types.ts';

export const maxSetBytes = 20_000_000;
const maxQuestions = 10_000;
const knownFields = ['format', 'version', 'name', 'about', 'language', 'questions'];

export interface ParsedSet {
	readonly set: QuestionSet;
	/** What was not read, and what was filled in, in sentences. */
	readonly notes: readonly string[];
}

/** `file`: its name, for errors and for a set without a name. Throws InputError. */
export function parseSetText(text: string, file: string): ParsedSet {
	if (text.trim() === '') throw wrong(file, 'is empty. Choose another file.');
	const whole = jsonOrUndefined(text);
	// One question alone is a set of one, or JSON lines with one line.
	if (whole !== undefined) return parseSet(isQuestion(whole) ? [whole] : whole, file);
	const rows = jsonLines(text, file);
	return parseRows(
		rows.map(({ value }) => value),
		rows.map(({ line }) => `${file}: line ${line}`),
		headOf(file),
		file,
	);
}

/** A set as a value: an edited one, or one that was read. */
export function parseSet(value: unknown, where = 'questions'): ParsedSet {
	if (Array.isArray(value))
		return parseRows(
			value,
			value.map((_, i) => `${where}: questions[${i}]`),
			headOf(where),
			where,
		);
	const fields = objectAt(value, where, 'a question set: an object with questions');
	const unread = new Map<string, number>();
	sortOutNames(fields, knownFields, where, unread);
	if (fields['version'] !== undefined && fields['version'] !== 1)
		throw wrong(
			`${where}: version`,
			`this lab reads version 1, not ${shown(fields['version'])}. Open the set in the lab that made it, or in a newer one.`,
		);
	const { questions } = fields;
	if (!Array.isArray(questions))
		throw wrong(`${where}: questions`, `must be a list of questions, not ${shown(questions)}.`);
	return parseRows(
		questions,
		questions.map((_, i) => `${where}: questions[${i}]`),
		{
			name: textAt(fields['name'], `${where}: name`, 200)?.trim() || headOf(where).name,
			about: textAt(fields['about'], `${where}: about`, 5000) ?? '',
			language: textAt(fields['language'], `${where}: language`, 100)?.trim() || 'en',
		},
		where,
		unread,
	);
}

type Head = Pick<QuestionSet, 'name' | 'about' | 'language'>;
const headOf = (file: string): Head => ({
	name: file.replace(/^.*[\\/]/, '').replace(/\.(?:questions\.)?[a-z]+$/i, '') || 'Questions',
	about: '',
	language: 'en',
});

const isQuestion = (value: Json): boolean =>
	value !== null &&
	typeof value === 'object' &&
	!Array.isArray(value) &&
	'id' in value &&
	!('questions' in value);

function parseRows(
	rows: readonly unknown[],
	places: readonly string[],
	head: Head,
	where: string,
	unread = new Map<string, number>(),
): ParsedSet {
	if (rows.length === 0) throw wrong(where, 'has no questions. Add at least one.');
	if (rows.length > maxQuestions)
		throw wrong(where, `has ${rows.length} questions; give at most ${maxQuestions}.`);
	const reading: Reading = { unread, filled: new Map(), english: /^en\b/i.test(head.language) };
	const questions = rows.map((row, i) => parseQuestion(row, places[i], reading));
	const seen = new Map<string, number>();
	questions.forEach(({ id }, i) => {
		const before = seen.get(id);
		if (before !== undefined)
			throw wrong(
				`${places[i]} (“${id}”).id`,
				`is the id of another question, too (${places[before].replace(`${where}: `, '')}). Give each its own.`,
			);
		seen.set(id, i);
	});
	questions.forEach((question, i) => checkParaphrase(question, seen, places[i]));
	return { set: { version: 1, ...head, questions }, notes: notesOf(reading, questions.length) };
}

function checkParaphrase(
	{ id, paraphraseOf }: Question,
	ids: ReadonlyMap<string, number>,
	place: string,
): void {
	if (paraphraseOf === undefined) return;
	const where = `${place} (“${id}”).paraphraseOf`;
	if (paraphraseOf === id) throw wrong(where, 'is the question itself. Name another one.');
	if (!ids.has(paraphraseOf))
		throw wrong(where, `“${paraphraseOf}” is no question of this set. Name the id of one.`);
}

const notesOf = ({ unread, filled }: Reading, questions: number): string[] => [
	...[...filled].map(([what, n]) => `${n} of ${questions} questions were given ${what}.`),
	...[...unread].map(([name, n]) => `The field “${name}” is not read (${n} times).`),
];

/** Equal sets have equal names. */
export const setSha256 = (set: QuestionSet): string => sha256OfJson(set as unknown as Json);

export const setInfo = (
	set: QuestionSet,
	{ shipped, savedAt }: Pick<QuestionSetInfo, 'shipped' | 'savedAt'>,
): QuestionSetInfo => ({
	sha256: setSha256(set),
	...{ name: set.name, about: set.about, language: set.language },
	questions: set.questions.length,
	general: set.questions.filter(({ scope }) => scope === 'general').length,
	domain: set.questions.filter(({ scope }) => scope === 'domain').length,
	...{ shipped, savedAt },
});

/** As a file to be shared, one field a line. */
export const setFile = (set: QuestionSet): { name: string; text: string } => ({
	name: `${set.name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}.questions.json`,
	text: `${JSON.stringify(set, null, '\t')}\n`,
});
