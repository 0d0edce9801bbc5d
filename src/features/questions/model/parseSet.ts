/**
 * A question set from a file or from the editor: JSON of a whole set, a JSON list of questions, or
 * JSON lines.
 */
import * as v from 'valibot';
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import {
	countUnread,
	jsonOrUndefined,
	objectOf,
	read,
	rowsOf,
	quote,
	text,
	wrong,
} from './fields.ts';
import { parseQuestion, type ImportCounts } from './parseQuestion.ts';
import type { QuestionSet, QuestionSetInfo } from './types.ts';

export const maxSetBytes = 20_000_000;
const maxQuestions = 10_000;

const setFields = v.object({
	format: v.optional(v.unknown()),
	version: v.optional(
		v.literal(
			1,
			({ input }) =>
				`this lab reads version 1, not ${quote(input)}. ` +
				'Open the set in the lab that made it, or in a newer one.',
		),
	),
	name: v.nullish(text(200)),
	about: v.nullish(text(5000)),
	language: v.nullish(text(100)),
});

export interface ParsedSet {
	readonly set: QuestionSet;
	/** The fields that were not read, and what was filled in, in sentences. */
	readonly notes: readonly string[];
}

/** `file`: its name, for errors and for a set without a name. Throws InputError. */
export function parseSetText(content: string, file: string): ParsedSet {
	if (content.trim() === '') throw wrong(file, 'is empty. Choose another file.');
	const whole = jsonOrUndefined(content);
	// One question alone is a set of one, or JSON lines with one line.
	if (whole !== undefined) return parseSet(isQuestion(whole) ? [whole] : whole, file);
	const rows = rowsOf(content, file);
	const values = rows.map(({ value }) => value);
	return parseRows(values, headOf(file), file, (i) => `line ${rows[i].line}`);
}

/** A set as a value. Throws InputError. */
export function parseSet(value: unknown, where = 'questions'): ParsedSet {
	if (Array.isArray(value)) return parseRows(value, headOf(where), where);
	const fields = read(objectOf('a question set: an object with questions'), value, where);
	const unread = new Map<string, number>();
	countUnread(fields, [...Object.keys(setFields.entries), 'questions'], where, unread);
	const { name, about, language } = read(setFields, fields, where, ': ');
	const { questions } = fields;
	if (!Array.isArray(questions))
		throw wrong(`${where}: questions`, `must be a list of questions, not ${quote(questions)}.`);
	const head = {
		name: name?.trim() || headOf(where).name,
		about: about ?? '',
		language: language?.trim() || 'en',
	};
	return parseRows(questions, head, where, undefined, unread);
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
	head: Head,
	where: string,
	position = (i: number) => `questions[${i}]`,
	unread = new Map<string, number>(),
): ParsedSet {
	if (rows.length === 0) throw wrong(where, 'has no questions. Add at least one.');
	if (rows.length > maxQuestions)
		throw wrong(where, `has ${rows.length} questions; give at most ${maxQuestions}.`);
	const counts: ImportCounts = {
		unread,
		filled: new Map(),
		english: /^en\b/i.test(head.language),
	};
	const questions = rows.map((row, i) => parseQuestion(row, `${where}: ${position(i)}`, counts));
	const indices = new Map<string, number>();
	questions.forEach(({ id }, i) => {
		const before = indices.get(id);
		if (before !== undefined)
			throw wrong(
				`${where}: ${position(i)} (“${id}”).id`,
				`is the id of another question, too (${position(before)}). Give each its own.`,
			);
		indices.set(id, i);
	});
	questions.forEach(({ id, paraphraseOf }, i) => {
		if (paraphraseOf === undefined) return;
		const field = `${where}: ${position(i)} (“${id}”).paraphraseOf`;
		if (paraphraseOf === id) throw wrong(field, 'is the question itself. Name another one.');
		if (!indices.has(paraphraseOf))
			throw wrong(field, `“${paraphraseOf}” is no question of this set. Name the id of one.`);
	});
	return {
		set: { version: 1, ...head, questions },
		notes: [
			...[...counts.filled].map(
				([what, n]) => `${n} of ${questions.length} questions were given ${what}.`,
			),
			...[...unread].map(([name, n]) => `The field “${name}” is not read (${n} times).`),
		],
	};
}

/** The identity of a set: equal content has an equal hash. */
export const setSha256 = (set: QuestionSet): string => sha256OfJson(set as unknown as Json);

export function setInfo(
	set: QuestionSet,
	{ shipped, savedAt }: Pick<QuestionSetInfo, 'shipped' | 'savedAt'>,
): QuestionSetInfo {
	const { name, about, language, questions } = set;
	const general = questions.filter(({ scope }) => scope === 'general').length;
	return {
		sha256: setSha256(set),
		name,
		about,
		language,
		questions: questions.length,
		general,
		domain: questions.length - general,
		shipped,
		savedAt,
	};
}

/** The set as a file to share. */
export const setFile = (set: QuestionSet): { name: string; text: string } => ({
	name: `${set.name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}.questions.json`,
	text: `${JSON.stringify(set, null, '\t')}\n`,
});
