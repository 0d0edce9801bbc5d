/** Scores given by people and judges: JSON lines of {answerSet, question, category, value, by, why?}. */
import type { Json } from '#core/json.ts';
import { objectAt, shown, textAt, wrong, type Fields } from './fields.ts';
import { jsonLines, jsonOrUndefined } from './jsonLines.ts';
import { categoryOf } from './parseWeights.ts';
import { scorerName } from './reportTables.ts';
import type { AnswerSetInfo, QuestionSet, Score } from './types.ts';

const longest = 5000;

/** Where a score may belong: the answer sets, by id or by the name of their row, and the questions they answer. */
export interface ScoreTargets {
	readonly answerSets: readonly Pick<AnswerSetInfo, 'id' | 'by' | 'questions'>[];
	readonly questionsOf: (sha256: string) => QuestionSet | undefined;
}

/** Throws InputError that names the line. */
export function parseScores(text: string, file: string, targets: ScoreTargets): Score[] {
	const whole = jsonOrUndefined(text);
	const rows = Array.isArray(whole)
		? (whole as readonly Json[]).map((value, i) => ({ line: i + 1, value }))
		: jsonLines(text, file);
	if (rows.length === 0)
		throw wrong(file, 'has no scores. Give one {question, category, value, by} a line.');
	return rows.flatMap(({ line, value }) => scoresOf(value, `${file}: line ${line}`, targets));
}

/** One row; `scores: {clarity: 0.5, …}` stands for several categories. */
export function scoresOf(value: unknown, where: string, targets: ScoreTargets): Score[] {
	const fields = objectAt(value, where, 'a score: {question, category, value, by}');
	const set = answerSetOf(fields['answerSet'], where, targets);
	const question = textAt(fields['question'] ?? fields['id'], `${where}: question`, longest);
	if (question === undefined) throw wrong(`${where}: question`, 'is missing. Add it.');
	if (!targets.questionsOf(set.questions)?.questions.some(({ id }) => id === question))
		throw wrong(`${where}: question`, `“${question}” is no question of this set.`);
	const why = textAt(fields['why'], `${where}: why`, longest);
	const { at } = fields;
	const common = {
		...{ answerSet: set.id, question, by: scorerOf(fields, where) },
		...(why !== undefined && { why }),
		...(typeof at === 'number' && Number.isFinite(at) && { at }),
	};
	const several = fields['scores'];
	const marks =
		several === undefined
			? [[fields['category'], fields['value']] as const]
			: Object.entries(objectAt(several, `${where}: scores`, 'an object of marks by category'));
	return marks.map(([category, mark]) => ({
		...common,
		category: categoryOf(category, `${where}: category`),
		value: markOf(mark, `${where}: value`),
	}));
}

function answerSetOf(value: unknown, where: string, { answerSets }: ScoreTargets) {
	if (value === undefined && answerSets.length === 1) return answerSets[0];
	const found = answerSets.filter(({ id, by }) => id === value || by.name === value);
	if (found.length === 1) return found[0];
	throw wrong(
		`${where}: answerSet`,
		found.length > 1
			? `${shown(value)} is the name of ${found.length} answer sets: give the id.`
			: `${shown(value)} is none of the answer sets here: ${answerSets.map(({ by }) => by.name).join(', ') || 'there are none'}.`,
	);
}

/** by: a person's name, or {kind: 'person', name} or {kind: 'judge', model}. */
function scorerOf(fields: Fields, where: string): Score['by'] {
	const at = `${where}: by`;
	const by = fields['by'];
	if (typeof by === 'string' && by.trim() !== '')
		return { kind: 'person', name: by.trim().slice(0, 200) };
	const { kind, name, model } = objectAt(
		by,
		at,
		'a person’s name, {kind: "person", name} or {kind: "judge", model}',
	);
	const who = textAt(kind === 'judge' ? model : name, at, 200)?.trim();
	if ((kind !== 'person' && kind !== 'judge') || !who)
		throw wrong(
			at,
			`must be a person’s name, {kind: "person", name} or {kind: "judge", model}, not ${shown(by)}.`,
		);
	return kind === 'person' ? { kind, name: who } : { kind, model: who };
}

function markOf(value: unknown, where: string): number | null {
	if (value === null) return null;
	if (typeof value === 'number' && value >= 0 && value <= 1) return value;
	throw wrong(
		where,
		`must be a number from 0 to 1, or null for not applicable, not ${shown(value)}.`,
	);
}

/** Whose mark it is: one of the same scorer for the same answer and category takes its place. */
export const scoreKey = ({ answerSet, question, category, by }: Score): string =>
	JSON.stringify([answerSet, question, category, scorerName(by)]);

/** The later of two marks of one scorer counts. */
export const mergedScores = (older: readonly Score[], newer: readonly Score[]): Score[] => [
	...new Map([...older, ...newer].map((score) => [scoreKey(score), score])).values(),
];

export const scoresText = (scores: readonly Score[]): string =>
	scores.map((score) => `${JSON.stringify(score)}\n`).join('');
