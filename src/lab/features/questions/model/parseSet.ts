/** A question set as JSON: in a file (a set, a list of questions, JSON lines) or in the editor. */
import * as v from 'valibot';
import { InputError, fieldError } from '#engine/core/errors.ts';
import { fileStem } from '#engine/core/file.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { anyObject, checkedBy, toIssue } from '#engine/core/fields.ts';
import { parseJson, type Json } from '#engine/core/json.ts';
import { asMessage, say, type Message } from '#engine/core/message.ts';
import { countUnread, lineAt, mustBe, path, quote, readRows, text, type Path } from './fields.ts';
import { parseQuestion, type ImportCounts } from './parseQuestion.ts';
import type { QuestionSet, QuestionSetInfo } from './types.ts';

export const maxSetBytes = 20_000_000;
const maxQuestions = 10_000;
const longestName = 200;

const schema = v.object({
	format: v.optional(v.unknown()),
	version: v.optional(
		v.literal(1, ({ input }) =>
			toIssue(
				say(
					'this lab reads version 1, not {input}. Open the set in the lab that made it, or in a newer one.',
					{ input: quote(input) },
				),
			),
		),
	),
	name: v.nullish(text(longestName)),
	about: v.nullish(text(5000), ''),
	language: v.nullish(text(100)),
	questions: v.array(v.unknown(), mustBe(say('a list of questions'))),
});

export interface ParsedSet {
	readonly set: QuestionSet;
	/** The fields that were not read, and what was filled in. */
	readonly notes: readonly Message[];
}

/** `file`: its name, for errors and for a set without a name. Throws InputError. */
export function parseSetText(content: string, file: string): ParsedSet {
	const { whole, rows } = readRows(content, file);
	if (rows.length === 0 && whole === undefined)
		throw fieldError(file, say('is empty. Choose another file.'));
	// One question alone is a set of one, or JSON lines with one line.
	if (whole !== undefined) return parseSet(isQuestion(whole) ? [whole] : whole, file);
	const questions = rows.map(({ value }) => value);
	return parseRows({ questions }, file, (i) => lineAt(rows[i].line));
}

export function parseSet(value: unknown, where = 'questions'): ParsedSet {
	if (Array.isArray(value)) return parseRows({ questions: value }, where);
	const fields = checkedBy(
		anyObject(say('a question set: an object with questions')),
		value,
		where,
	);
	const unread = new Map<string, number>();
	countUnread(fields, Object.keys(schema.entries), where, unread);
	const fail = (field: string, message: Message) => fieldError(`${where}: ${field}`, message);
	const read = checkedBy(schema, { questions: undefined, ...fields }, '', fail);
	return parseRows(read, where, undefined, unread);
}

const isQuestion = (value: Json): boolean =>
	v.is(v.object({ questions: v.optional(v.never()) }), value) &&
	('id' in value || 'turns' in value);

function parseRows(
	{ questions: rows, ...fields }: Partial<v.InferOutput<typeof schema>> & { questions: unknown[] },
	where: string,
	position = (i: number): Path => `questions[${i}]`,
	unread = new Map<string, number>(),
): ParsedSet {
	if (rows.length === 0) throw fieldError(where, say('has no questions. Add at least one.'));
	if (rows.length > maxQuestions)
		throw fieldError(
			where,
			say('has {questions} questions; give at most {maxQuestions}.', {
				questions: rows.length,
				maxQuestions,
			}),
		);
	const stem = where.replace(/^.*[\\/]/, '').replace(/\.(?:questions\.)?[a-z]+$/i, '');
	const name = fields.name?.trim() || stem.slice(0, longestName) || 'Questions';
	const language = fields.language?.trim() || 'en';
	const english = /^en\b/i.test(language);
	const counts: ImportCounts = { unread, filled: new Map(), english };
	const questions = Array.from(rows, (row, i) =>
		parseQuestion(row, path`${where}: ${position(i)}`, counts),
	);
	const first = new Map(questions.map(({ id }, i) => [id, i] as const).toReversed());
	questions.forEach(({ id, paraphraseOf }, i) => {
		const at = path`${where}: ${position(i)} (“${id}”)`;
		const before = first.get(id)!;
		if (before < i)
			throw fieldError(
				path`${at}.id`,
				say('is the id of another question, too ({before}). Give each its own.', {
					before: position(before),
				}),
			);
		if (paraphraseOf === undefined || (paraphraseOf !== id && first.has(paraphraseOf))) return;
		const fault =
			paraphraseOf === id
				? say('is the question itself. Name another one.')
				: say('“{question}” is not a question of this set. Name the id of one.', {
						question: paraphraseOf,
					});
		throw fieldError(path`${at}.paraphraseOf`, fault);
	});
	return {
		set: { version: 1, name, about: fields.about ?? '', language, questions },
		notes: [
			...[...counts.filled].map(([what, n]) =>
				say(
					'{count} of {questions, plural, one {# question was} other {# questions were}} given {what}.',
					{ count: n, questions: questions.length, what: asMessage(what) },
				),
			),
			...[...unread].map(([field, n]) =>
				say('The field “{field}” is not read ({count, plural, one {once} other {# times}}).', {
					field,
					count: n,
				}),
			),
		],
	};
}

/** The identity of a set: equal content has an equal hash. */
export const setSha256 = (set: QuestionSet): string => sha256OfJson(set as unknown as Json);

/** The entry of a set in a list. */
export function setInfo(set: QuestionSet, shipped = false, savedAt = 0): QuestionSetInfo {
	const { version: _, questions, ...head } = set;
	const general = questions.filter(({ scope }) => scope === 'general').length;
	return {
		sha256: setSha256(set),
		...head,
		questions: questions.length,
		general,
		domain: questions.length - general,
		shipped,
		savedAt,
	};
}

export const setFile = (set: QuestionSet): { name: string; text: string } => ({
	name: `${fileStem(set.name)}.questions.json`,
	text: `${JSON.stringify(set, null, '\t')}\n`,
});

/** JSON whose innermost lists and objects stand in one line each. */
export const compactJson = (value: unknown): string =>
	// JSON has no line break inside a string, so that each one may become a space.
	JSON.stringify(value, null, '\t').replace(/[{[][^{}[\]]*[}\]]/g, (inner) =>
		inner.replace(/\n\t*/g, ' '),
	);

/** The text of the editor: the set without weights of 0. */
export const editedText = ({ questions, ...set }: QuestionSet): string =>
	compactJson({
		...set,
		questions: questions.map((question) => ({
			...question,
			weights: Object.fromEntries(
				Object.entries(question.weights).filter(([, weight]) => weight > 0),
			),
		})),
	});

const newQuestion = {
	id: 'new-1',
	scope: 'general',
	prompt: 'New question',
	reference: 'Its answer',
	weights: { clarity: 1, accuracy: 2, completeness: 1 },
};

export const newSetText = (name: string): string =>
	editedText(parseSet({ name, questions: [newQuestion] }).set);

/** The set in the text, or what is wrong with it: the question, the field and how to fix it. */
export function checkEdited(text: string): ParsedSet | InputError {
	try {
		return parseSet(
			parseJson(text, (fault) => new InputError(say('This is {fault}. Correct it.', { fault }))),
		);
	} catch (error) {
		if (error instanceof InputError) return error;
		throw error;
	}
}

/** The text with one more question at the end, under an id that is free. Throws InputError. */
export function withNewQuestion(text: string): string {
	const { set } = parseSet(JSON.parse(text));
	const ids = new Set(set.questions.map(({ id }) => id));
	let number = 1;
	while (ids.has(`new-${number}`)) number++;
	const added = { ...newQuestion, id: `new-${number}` };
	return editedText(parseSet({ ...set, questions: [...set.questions, added] }).set);
}
