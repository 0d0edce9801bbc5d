/**
 * Scores by people and judges: JSON lines of {answerSet, question, category, value, by, why?}.
 */
import * as v from 'valibot';
import {
	categoryName,
	defined,
	mustBe,
	objectOf,
	read,
	rowsOf,
	quote,
	text,
	wrong,
} from './fields.ts';
import { raterName } from './agreement.ts';
import type { AnswerSetInfo, QuestionSet, Score } from './types.ts';

/** The answer sets that a score can belong to, and the questions that they answer. */
export interface ScoreTargets {
	readonly answerSets: readonly Pick<AnswerSetInfo, 'id' | 'by' | 'questions'>[];
	readonly questionsOf: (sha256: string) => QuestionSet | undefined;
}

const longText = text(5000);
const isMark = (value: unknown) =>
	value === null || (typeof value === 'number' && value >= 0 && value <= 1);
const mark = v.custom<number | null>(
	isMark,
	({ input }) => `must be a number from 0 to 1, or null for not applicable, not ${quote(input)}.`,
);
const who = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1),
	v.transform((name) => name.slice(0, 200)),
);
const rater = v.union(
	[
		v.pipe(
			who,
			v.transform((name) => ({ kind: 'person' as const, name })),
		),
		v.object({ kind: v.literal('person'), name: who }),
		v.object({ kind: v.literal('judge'), model: who }),
	],
	mustBe('a person’s name, {kind: "person", name} or {kind: "judge", model}'),
);

/** Throws InputError that names the line. */
export function parseScores(content: string, file: string, targets: ScoreTargets): Score[] {
	const rows = rowsOf(content, file);
	if (rows.length === 0)
		throw wrong(file, 'has no scores. Give one {question, category, value, by} per line.');
	return rows.flatMap(({ line, value }) => readScores(value, `${file}: line ${line}`, targets));
}

/** The scores of one row. `scores: {clarity: 0.5, …}` stands for several categories. */
export function readScores(value: unknown, where: string, targets: ScoreTargets): Score[] {
	const fields = read(objectOf('a score: {question, category, value, by}'), value, where);
	const set = findAnswerSet(fields['answerSet'], where, targets);
	const field = <T extends v.GenericSchema>(schema: T, name: string, given = fields[name]) =>
		read(schema, given ?? undefined, `${where}: ${name}`);
	const question = field(longText, 'question', fields['question'] ?? fields['id']);
	if (!targets.questionsOf(set.questions)?.questions.some(({ id }) => id === question))
		throw wrong(`${where}: question`, `“${question}” is no question of this set.`);
	const at = fields['at'];
	const common = {
		answerSet: set.id,
		question,
		by: field(rater, 'by'),
		why: field(v.optional(longText), 'why'),
		at: typeof at === 'number' && Number.isFinite(at) ? at : undefined,
	};
	const marks =
		fields['scores'] === undefined
			? [[fields['category'], fields['value']] as const]
			: Object.entries(
					read(objectOf('an object of marks by category'), fields['scores'], `${where}: scores`),
				);
	return marks.map(([category, given]) =>
		defined<Score>({
			...common,
			category: field(categoryName, 'category', category),
			value: read(mark, given, `${where}: value`),
		}),
	);
}

/** By its id or by the name of its row. A single set need not be named. */
function findAnswerSet(value: unknown, where: string, { answerSets }: ScoreTargets) {
	if (value === undefined && answerSets.length === 1) return answerSets[0];
	const found = answerSets.filter(({ id, by }) => id === value || by.name === value);
	if (found.length === 1) return found[0];
	const names = answerSets.map(({ by }) => by.name).join(', ') || 'there are none';
	throw wrong(
		`${where}: answerSet`,
		found.length > 1
			? `${quote(value)} is the name of ${found.length} answer sets: give the id.`
			: `${quote(value)} is none of the answer sets here: ${names}.`,
	);
}

/** All scores, with only the later one of a rater for the same answer and category. */
export const mergedScores = (older: readonly Score[], newer: readonly Score[]): Score[] => [
	...new Map(
		[...older, ...newer].map((score) => {
			const { answerSet, question, category, by } = score;
			return [JSON.stringify([answerSet, question, category, raterName(by)]), score];
		}),
	).values(),
];

export const scoresText = (scores: readonly Score[]): string =>
	scores.map((score) => `${JSON.stringify(score)}\n`).join('');
