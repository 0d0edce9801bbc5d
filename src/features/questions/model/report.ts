/** The report of the evaluation: a pure function of questions, answers and scores. */
import { agreements } from './agreement.ts';
import { byCategory, categories } from './categories.ts';
import * as dimensions from './dimensions.ts';
import { paperTable } from './paper.ts';
import { mergedScores } from './parseScores.ts';
import { setInfo } from './parseSet.ts';
import { scoreAnswer } from './scoreAnswer.ts';
import type { AnswerSet, QuestionSet, Scope, Score } from './types.ts';

export type EvaluationReport = ReturnType<typeof evaluationReport>;
export type ReportRow = ReturnType<typeof rowOf>;
export type PairedScores = ReturnType<typeof differencesOf>[number];

export const answerSetInfo = ({ answers, ...info }: AnswerSet, scores: number) => ({
	...info,
	answered: answers.length,
	scores,
});

/** `answerSets`: in the order of the rows. `scores`: all scores by people and judges. */
export function evaluationReport(
	set: QuestionSet,
	answerSets: readonly AnswerSet[],
	scores: readonly Score[] = [],
	info = setInfo(set),
) {
	const given = mergedScores([], scores).filter(({ answerSet }) =>
		answerSets.some(({ id }) => id === answerSet),
	);
	const rows = answerSets.map((answers) => {
		const own = given.filter(({ answerSet }) => answerSet === answers.id);
		return rowOf(set, answers, own);
	});
	const differences = comparisons(rows).flatMap(([a, b]) => differencesOf(set, a, b));
	const reliability = dimensions.reliability(rows, answerSets);
	return {
		questions: info,
		rows,
		differences,
		reliability,
		agreement: agreements(given),
		paper: paperTable,
		notes: reportNotes(set, rows, differences.length > 0, reliability.length > 0),
	};
}

function rowOf({ questions }: QuestionSet, set: AnswerSet, given: readonly Score[]) {
	const texts = new Map(set.answers.map(({ id, text }) => [id, text]));
	const scored = questions.flatMap((question): dimensions.ScoredAnswer[] => {
		const text = texts.get(question.id);
		if (text === undefined) return [];
		const marks = given.filter((score) => score.question === question.id);
		return [{ question, text, score: scoreAnswer(question, text, marks) }];
	});
	const within = (scope: Scope) =>
		scoresOf(scored.filter(({ question }) => question.scope === scope));
	return {
		answerSet: answerSetInfo(set, given.length),
		/** Questions without an answer. They count nowhere. */
		missing: questions.filter(({ id }) => !texts.has(id)).map(({ id }) => id),
		all: scoresOf(scored),
		general: within('general'),
		domain: within('domain'),
		...dimensions.consistency(scored),
		impact: dimensions.weightedByImpact(scored),
		questions: scored.map(({ score }) => score),
	};
}

/** Overall is the mean over scored questions, a category the mean over those where it applies. */
const scoresOf = (scored: readonly dimensions.ScoredAnswer[]) => ({
	overall: dimensions.meanWithN(scored.flatMap(({ score }) => score.score ?? [])),
	categories: byCategory((category) =>
		dimensions.meanWithN(scored.flatMap(({ score }) => score.categories[category].value ?? [])),
	),
});

/** Each tuned model with its base model; without such pairs, each later row with the first. */
function comparisons(rows: readonly ReportRow[]): (readonly [ReportRow, ReportRow])[] {
	const base = rows.filter(({ answerSet }) => answerSet.by.kind === 'base');
	const tuned = rows.flatMap((row) => {
		const { kind, sha256 } = row.answerSet.by;
		if (kind !== 'tuned') return [];
		const own =
			base.find(({ answerSet }) => answerSet.by.sha256 === sha256) ??
			// Answers from files do not name their model.
			base.find(({ answerSet }) => !answerSet.by.sha256 || !sha256);
		return own ? [[row, own] as const] : [];
	});
	return tuned.length > 0 ? tuned : rows.slice(1).map((row) => [row, rows[0]] as const);
}

export const comparedColumns = ['overall', 'general', 'domain', ...categories] as const;

/** Differences by question, `minuend` − `subtrahend`, with a 95 % bootstrap interval. */
function differencesOf({ questions }: QuestionSet, a: ReportRow, b: ReportRow) {
	const scopes = new Map(questions.map(({ id, scope }) => [id, scope]));
	return comparedColumns.flatMap((of) => {
		/** By question. null: the question does not count in this column. */
		const valuesIn = ({ questions: scored }: ReportRow) =>
			new Map(
				scored.map(({ question, score, categories: marks }) => {
					if (of === 'overall' || of === scopes.get(question)) return [question, score];
					return [question, of === 'general' || of === 'domain' ? null : marks[of].value];
				}),
			);
		const others = valuesIn(b);
		const differences = [...valuesIn(a)].flatMap(([question, value]) => {
			const other = others.get(question) ?? null;
			return value === null || other === null ? [] : [value - other];
		});
		if (differences.length === 0) return [];
		const count = (sign: number) => differences.filter((one) => Math.sign(one) === sign).length;
		return [
			{
				minuend: a.answerSet.id,
				subtrahend: b.answerSet.id,
				of,
				...dimensions.bootstrapEstimate(differences),
				wins: count(1),
				ties: count(0),
				losses: count(-1),
			},
		];
	});
}

/** How each number is computed, and what is missing, in sentences. */
function reportNotes(
	{ questions }: QuestionSet,
	rows: readonly ReportRow[],
	hasDifferences: boolean,
	hasReliability: boolean,
): string[] {
	const noted = (isShown: boolean, note: string) => (isShown ? [note] : []);
	return [
		'A question’s score is Σ w·s over the categories that apply to it, with w = u / Σ u of ' +
			'its base weights u. This and the definitions of the categories are ours: the paper’s ' +
			'weights are not known.',
		'Overall is the mean over scored questions; a category is the mean over the questions ' +
			'where it applies. n counts them. What cannot be measured is not applicable and has ' +
			'weight 0.',
		'Where people marked an answer their mean counts, else the judges’, else the rules’. ' +
			'Rules see words and forms, not meaning.',
		...rows.flatMap(({ answerSet, missing }) =>
			noted(
				missing.length > 0,
				`${answerSet.by.name}: ${missing.length} of ${questions.length} questions have no ` +
					'answer and count nowhere.',
			),
		),
		...unscoredNotes(questions, rows),
		...noted(
			questions.some(({ paraphraseOf }) => paraphraseOf !== undefined),
			'Consistency: 1 minus the absolute difference of the two scores, over pairs of ' +
				'paraphrases; two equally wrong answers are consistent. Same words: F1 of their ' +
				'content words.',
		),
		...noted(
			questions.some(({ impact = 0 }) => impact > 0),
			'Impact: scores weighted by what a wrong answer costs, from 0 to 1, as the set’s author ' +
				'chose.',
		),
		...noted(
			hasReliability,
			'Reliability: over seeds of one experiment, 1 minus the mean absolute difference of a ' +
				'question’s scores.',
		),
		...noted(
			hasDifferences,
			'Differences are question by question, with 95 % percentile bootstrap intervals over ' +
				'the questions (10,000 resamples): they hold for these questions, not for other seeds.',
		),
	];
}

/** Categories with a weight that no rater could mark. */
const unscoredNotes = (questions: QuestionSet['questions'], rows: readonly ReportRow[]) =>
	categories.flatMap((category) => {
		const weighted = questions.filter(({ weights }) => weights[category] > 0);
		const unruled = weighted.filter(({ rules }) => rules.every((one) => one.category !== category));
		const ids = new Set(unruled.map(({ id }) => id));
		const isOpen = rows
			.flatMap((row) => row.questions)
			.some((scored) => ids.has(scored.question) && scored.categories[category].value === null);
		if (!isOpen) return [];
		return [
			`${category}: ${unruled.length} of the ${weighted.length} questions that weight it have ` +
				'no rule for it; without a person’s or a judge’s mark it does not apply there.',
		];
	});
