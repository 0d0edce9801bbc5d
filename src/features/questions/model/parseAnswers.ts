/** Answers from a file: JSON lines of {id, answer}, or a JSON list of such objects. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { defined, rowsOf, quote } from './fields.ts';
import type { Answer, Answerer, QuestionSet } from './types.ts';

export const maxAnswersBytes = 50_000_000;
const longestAnswer = 200_000;
/** Faulty lines and missing answers that a message names. */
const mostNamed = 20;
const answerNames = ['answer', 'text', 'response', 'output', 'completion'] as const;

/** A field of another type is left out. */
const optional = <const T extends v.GenericSchema>(schema: T) =>
	v.fallback(v.optional(schema), undefined);
const answerer = v.object({
	model: optional(v.pipe(v.string(), v.trim(), v.minLength(1))),
	kind: optional(v.picklist(['base', 'tuned', 'other'])),
	seed: optional(v.pipe(v.number(), v.safeInteger())),
	experiment: optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});

export interface ParsedAnswers {
	readonly answers: readonly Answer[];
	/** The answerer that the first row names with `model`, `kind`, `seed` and `experiment`. */
	readonly by: Partial<Pick<Answerer, 'kind' | 'name' | 'seed' | 'experiment'>>;
	/** The questions without an answer, in sentences. */
	readonly notes: readonly string[];
}

/** Throws InputError that names every line that cannot be used. */
export function parseAnswers(content: string, file: string, set: QuestionSet): ParsedAnswers {
	const rows = rowsOf(content, file);
	const ids = new Set(set.questions.map(({ id }) => id));
	const lines = new Map<string, number>();
	const faults: string[] = [];
	const answers = rows.flatMap(({ line, value }) => {
		const read = readRow(value, ids);
		const before = typeof read === 'string' ? undefined : lines.get(read.id);
		if (typeof read === 'string') faults.push(`line ${line}: ${read}`);
		else if (before === undefined) lines.set(read.id, line);
		else faults.push(`line ${line}: “${read.id}” was answered in line ${before} already`);
		return typeof read === 'string' || before !== undefined ? [] : [read];
	});
	if (faults.length > 0) throw faulty(file, faults);
	if (answers.length === 0)
		throw new InputError(`${file}: has no answers. Give one JSON object {id, answer} per line.`, {
			file,
		});
	const { model, ...by } = v.parse(answerer, rows[0].value);
	return {
		answers,
		by: defined<ParsedAnswers['by']>({ name: model?.slice(0, 200), ...by }),
		notes: missingNote(answers, set),
	};
}

/** The answer, or what is wrong with the row. */
function readRow(value: Json, ids: ReadonlySet<string>): Answer | string {
	if (value === null || typeof value !== 'object' || Array.isArray(value))
		return `is ${quote(value)}, not an object {id, answer}`;
	const fields = value as Readonly<Record<string, Json>>;
	const given = fields['id'] ?? fields['question'];
	if (typeof given !== 'string' && typeof given !== 'number') return 'has no id';
	const id = String(given);
	if (!ids.has(id)) return `“${id}” is no question of this set`;
	const name = answerNames.find((candidate) => fields[candidate] !== undefined);
	const text = name === undefined ? null : fields[name];
	if (text === null) return `“${id}” has no answer`;
	if (typeof text !== 'string' && typeof text !== 'number')
		return `the answer to “${id}” is ${quote(text)}, not text`;
	if (String(text).length > longestAnswer)
		return `the answer to “${id}” has more than ${longestAnswer} characters`;
	return { id, text: String(text), ...(fields['cut'] === true && { cut: true as const }) };
}

function faulty(file: string, faults: readonly string[]): InputError {
	const named = faults.slice(0, mostNamed);
	const more = faults.length - named.length;
	return new InputError(
		`${file}: ${faults.length} ${faults.length === 1 ? 'line' : 'lines'} cannot be used: ` +
			`${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}. ` +
			'Correct or remove these lines; nothing was imported.',
		{ file, lines: [...named] },
	);
}

function missingNote(answers: readonly Answer[], set: QuestionSet): string[] {
	const answered = new Set(answers.map(({ id }) => id));
	const missing = set.questions.filter(({ id }) => !answered.has(id)).map(({ id }) => id);
	if (missing.length === 0) return [];
	const named = missing.slice(0, mostNamed).join(', ');
	return [
		`${missing.length} of ${set.questions.length} questions have no answer and count nowhere: ` +
			`${named}${missing.length > mostNamed ? ', …' : ''}.`,
	];
}

/** Answers as JSON lines, with the answerer: another lab shows the same row. */
export const answersText = (
	answers: readonly Answer[],
	{ name, kind, seed, experiment }: Answerer,
): string =>
	answers
		.map(({ id, text, cut }) => ({ id, answer: text, cut, model: name, kind, seed, experiment }))
		.map((row) => `${JSON.stringify(row)}\n`)
		.join('');
