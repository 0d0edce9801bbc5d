/** Answers made elsewhere: JSON lines of {id, answer}, or a JSON list of such. Every line that cannot be used is named. */
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { shown } from './fields.ts';
import { jsonLines, jsonOrUndefined, type JsonLine } from './jsonLines.ts';
import type { Answer, Answerer, QuestionSet } from './types.ts';

export const maxAnswersBytes = 50_000_000;
const longestAnswer = 200_000;
const mostNamed = 20;
const answerNames = ['answer', 'text', 'response', 'output', 'completion'] as const;
const kinds = ['base', 'tuned', 'other'] as const satisfies readonly Answerer['kind'][];

export interface ParsedAnswers {
	readonly answers: readonly Answer[];
	/** What the first row says of who answered: `model` (a name), `kind`, `seed`, `experiment`. */
	readonly by: Partial<Pick<Answerer, 'kind' | 'name' | 'seed' | 'experiment'>>;
	/** What is missing, in sentences. */
	readonly notes: readonly string[];
}

/** Throws InputError that lists the lines with an unknown id, with one that was there before, or without an answer. */
export function parseAnswers(text: string, file: string, set: QuestionSet): ParsedAnswers {
	const rows = rowsOf(text, file);
	const ids = new Set(set.questions.map(({ id }) => id));
	const seen = new Map<string, number>();
	const faults: string[] = [];
	const answers = rows.flatMap(({ line, value }) => {
		const read = readRow(value, ids);
		if (typeof read === 'string') {
			faults.push(`line ${line}: ${read}`);
			return [];
		}
		const before = seen.get(read.id);
		if (before !== undefined) {
			faults.push(`line ${line}: “${read.id}” was answered in line ${before} already`);
			return [];
		}
		seen.set(read.id, line);
		return [read];
	});
	if (faults.length > 0) throw faulty(file, faults);
	if (answers.length === 0)
		throw new InputError(`${file}: has no answers. Give one JSON object {id, answer} a line.`, {
			file,
		});
	return {
		answers,
		by: answererOf(rows[0].value),
		notes: missingNote(answers, set),
	};
}

function rowsOf(text: string, file: string): readonly JsonLine[] {
	const whole = jsonOrUndefined(text);
	if (!Array.isArray(whole)) return jsonLines(text, file);
	return (whole as readonly Json[]).map((value, i) => ({ line: i + 1, value }));
}

function readRow(value: Json, ids: ReadonlySet<string>): Answer | string {
	if (value === null || typeof value !== 'object' || Array.isArray(value))
		return `is ${shown(value)}, not an object {id, answer}`;
	const fields = value as Readonly<Record<string, Json>>;
	const given = fields['id'] ?? fields['question'];
	if (typeof given !== 'string' && typeof given !== 'number') return 'has no id';
	const id = String(given);
	if (!ids.has(id)) return `“${id}” is no question of this set`;
	const name = answerNames.find((candidate) => fields[candidate] !== undefined);
	const text = name === undefined ? undefined : fields[name];
	if (text === undefined || text === null) return `“${id}” has no answer`;
	if (typeof text !== 'string' && typeof text !== 'number')
		return `the answer to “${id}” is ${shown(text)}, not text`;
	if (String(text).length > longestAnswer)
		return `the answer to “${id}” has more than ${longestAnswer} characters`;
	return { id, text: String(text), ...(fields['cut'] === true && { cut: true as const }) };
}

function faulty(file: string, faults: readonly string[]): InputError {
	const named = faults.slice(0, mostNamed);
	const more = faults.length - named.length;
	return new InputError(
		`${file}: ${faults.length} ${faults.length === 1 ? 'line' : 'lines'} cannot be used: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}. Mend or take out these lines; nothing was imported.`,
		{ file, lines: [...named] },
	);
}

function answererOf(value: Json): ParsedAnswers['by'] {
	const { model, kind, seed, experiment } = value as Readonly<Record<string, Json>>;
	const known = kinds.find((candidate) => candidate === kind);
	return {
		...(typeof model === 'string' && model.trim() !== '' && { name: model.trim().slice(0, 200) }),
		...(known && { kind: known }),
		...(typeof seed === 'number' && Number.isSafeInteger(seed) && { seed }),
		...(typeof experiment === 'string' && /^[0-9a-f]{64}$/.test(experiment) && { experiment }),
	};
}

function missingNote(answers: readonly Answer[], set: QuestionSet): string[] {
	const answered = new Set(answers.map(({ id }) => id));
	const missing = set.questions.filter(({ id }) => !answered.has(id)).map(({ id }) => id);
	if (missing.length === 0) return [];
	const named = missing.slice(0, mostNamed).join(', ');
	return [
		`${missing.length} of ${set.questions.length} questions have no answer and count nowhere: ${named}${missing.length > mostNamed ? ', …' : ''}.`,
	];
}

/** As JSON lines, with who answered, so that another lab shows the same row. */
export const answersText = (
	answers: readonly Answer[],
	{ name, kind, seed, experiment }: Answerer,
): string =>
	answers
		.map(({ id, text, cut }) =>
			JSON.stringify({
				...{ id, answer: text },
				...(cut && { cut }),
				...{ model: name, kind },
				...(seed !== undefined && { seed }),
				...(experiment !== undefined && { experiment }),
			}),
		)
		.map((line) => `${line}\n`)
		.join('');
