/** The report of the evaluation: a pure function of questions, answers and scores. */
import { agreements } from './agreement.ts';
import { byCategory, categories } from './categories.ts';
import {
	consistency,
	bootstrapEstimate,
	meanWithN,
	reliability,
	weightedByImpact,
	type ScoredAnswer,
} from './dimensions.ts';
import { reportNotes } from './notes.ts';
import { paperTable } from './paper.ts';
import { mergedScores } from './parseScores.ts';
import { setInfo } from './parseSet.ts';
import { scoreAnswer } from './scoreAnswer.ts';
import type {
	AnswerSet,
	AnswerSetInfo,
	EvaluationReport,
	PairedScores,
	QuestionScore,
	QuestionSet,
	ReportRow,
	Scope,
	Score,
	Scores,
} from './types.ts';

export const answerSetInfo = (set: AnswerSet, scores: number): AnswerSetInfo => {
	const { answers, ...info } = set;
	return { ...info, answered: answers.length, scores };
};

/** `answerSets`: in the order of the rows. `scores`: all scores by people and judges. */
export function evaluationReport(
	set: QuestionSet,
	answerSets: readonly AnswerSet[],
	scores: readonly Score[] = [],
	info = setInfo(set, { shipped: false, savedAt: 0 }),
): EvaluationReport {
	const given = mergedScores([], scores).filter(({ answerSet }) =>
		answerSets.some(({ id }) => id === answerSet),
	);
	const rows = answerSets.map((answers) =>
		rowOf(
			set,
			answers,
			given.filter(({ answerSet }) => answerSet === answers.id),
		),
	);
	const scopes = new Map(set.questions.map(({ id, scope }) => [id, scope]));
	const report = {
		questions: info,
		rows,
		differences: comparisons(rows).flatMap(([a, b]) => differencesOf(scopes, a, b)),
		reliability: reliability(rows, answerSets),
		agreement: agreements(given),
		paper: paperTable,
	};
	return { ...report, notes: reportNotes(set, report) };
}

function rowOf({ questions }: QuestionSet, set: AnswerSet, given: readonly Score[]): ReportRow {
	const texts = new Map(set.answers.map(({ id, text }) => [id, text]));
	const scored = questions.flatMap((question): ScoredAnswer[] => {
		const text = texts.get(question.id);
		if (text === undefined) return [];
		const marks = given.filter((score) => score.question === question.id);
		return [{ question, text, score: scoreAnswer(question, text, marks) }];
	});
	const within = (scope: Scope) =>
		scoresOf(scored.filter(({ question }) => question.scope === scope));
	return {
		answerSet: answerSetInfo(set, given.length),
		missing: questions.filter(({ id }) => !texts.has(id)).map(({ id }) => id),
		all: scoresOf(scored),
		general: within('general'),
		domain: within('domain'),
		...consistency(scored),
		impact: weightedByImpact(scored),
		questions: scored.map(({ score }) => score),
	};
}

/** Overall is the mean over scored questions, a category the mean over those where it applies. */
const scoresOf = (scored: readonly ScoredAnswer[]): Scores => ({
	overall: meanWithN(scored.flatMap(({ score }) => score.score ?? [])),
	categories: byCategory((category) =>
		meanWithN(scored.flatMap(({ score }) => score.categories[category].value ?? [])),
	),
});

/** Each tuned model with its base model; without such pairs, each later row with the first. */
function comparisons(rows: readonly ReportRow[]): (readonly [ReportRow, ReportRow])[] {
	const base = rows.filter(({ answerSet }) => answerSet.by.kind === 'base');
	const tuned = rows.flatMap((row) => {
		if (row.answerSet.by.kind !== 'tuned') return [];
		const { sha256 } = row.answerSet.by;
		const own =
			base.find(({ answerSet }) => answerSet.by.sha256 === sha256) ??
			// Answers from files do not name their model.
			base.find(
				({ answerSet }) => (answerSet.by.sha256 ?? sha256) === sha256 || sha256 === undefined,
			);
		return own ? [[row, own] as const] : [];
	});
	return tuned.length > 0 ? tuned : rows.slice(1).map((row) => [row, rows[0]] as const);
}

/** The value of a question in a column of the report. null: the question does not count there. */
function valueIn(
	column: PairedScores['of'],
	{ score, categories: marks }: QuestionScore,
	scope: Scope | undefined,
): number | null {
	if (column === 'overall') return score;
	if (column === 'general' || column === 'domain') return column === scope ? score : null;
	return marks[column].value;
}

function differencesOf(
	scopes: ReadonlyMap<string, Scope>,
	a: ReportRow,
	b: ReportRow,
): PairedScores[] {
	const others = new Map(b.questions.map((score) => [score.question, score]));
	return (['overall', 'general', 'domain', ...categories] as const).flatMap((of) => {
		const differences = a.questions.flatMap((score) => {
			const scope = scopes.get(score.question);
			const other = others.get(score.question);
			const first = valueIn(of, score, scope);
			const second = other ? valueIn(of, other, scope) : null;
			return first === null || second === null ? [] : [first - second];
		});
		if (differences.length === 0) return [];
		const n = differences.length;
		const wins = differences.filter((difference) => difference > 0).length;
		const losses = differences.filter((difference) => difference < 0).length;
		return [
			{
				minuend: a.answerSet.id,
				subtrahend: b.answerSet.id,
				of,
				...bootstrapEstimate(differences),
				wins,
				ties: n - wins - losses,
				losses,
			},
		];
	});
}
