/** The report of the evaluation: a pure function of questions, answers and scores. */
import { say, type Message } from '#engine/core/message.ts';
import { sum } from '#engine/core/statistics.ts';
import { agreements } from './agreement.ts';
import { byCategory, categories, type ByCategory, type Category } from './categories.ts';
import * as dimensions from './dimensions.ts';
import { mergedScores } from './parseScores.ts';
import { setInfo } from './parseSet.ts';
import { failedMark, scoreAnswer, type QuestionScore } from './scoreAnswer.ts';
import type { AnswerSet, AnswerSetInfo, QuestionSet, Scope, Score } from './types.ts';

export type EvaluationReport = ReturnType<typeof evaluationReport>;
export type ReportRow = ReturnType<typeof makeRow>;
export type PairedScores = ReturnType<typeof findDifferences>[number];

export const answerSetInfo = ({ answers, ...info }: AnswerSet, scores: number): AnswerSetInfo => ({
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
	const marks = mergedScores([], scores).filter(({ answerSet }) =>
		answerSets.some(({ id }) => id === answerSet),
	);
	const rows = answerSets.map((answers) => {
		const marksOfSet = marks.filter(({ answerSet }) => answerSet === answers.id);
		return makeRow(set, answers, marksOfSet);
	});
	const differences = pairRows(rows).flatMap(([a, b]) => findDifferences(set, a, b));
	const reliability = dimensions.reliability(rows, answerSets);
	return {
		questions: info,
		rows,
		differences,
		reliability,
		agreement: agreements(marks),
		paper: paperTable,
		notes: reportNotes(set, rows, differences.length > 0, reliability.length > 0),
	};
}

function makeRow({ questions, language }: QuestionSet, set: AnswerSet, scores: readonly Score[]) {
	const texts = new Map(set.answers.map(({ id, text }) => [id, text]));
	const scored = questions.flatMap((question): dimensions.ScoredAnswer[] => {
		const text = texts.get(question.id);
		if (text === undefined) return [];
		const marks = scores.filter((score) => score.question === question.id);
		return [{ question, text, score: scoreAnswer(question, text, marks, language) }];
	});
	const within = (scope: Scope) =>
		listScores(scored.filter(({ question }) => question.scope === scope));
	return {
		answerSet: answerSetInfo(set, scores.length),
		/** Questions without an answer. They count nowhere. */
		missing: questions.filter(({ id }) => !texts.has(id)).map(({ id }) => id),
		all: listScores(scored),
		general: within('general'),
		domain: within('domain'),
		...dimensions.consistency(scored),
		impact: dimensions.weightedByImpact(scored),
		questions: scored.map(({ score }) => score),
	};
}

/** The mean over the marked answers, `n` of `of`. A missing mark does not count as 0. */
const meanOfMarked = (values: readonly number[], open: number) => ({
	...dimensions.meanWithN(values),
	of: values.length + open,
});
export type MarkedMean = ReturnType<typeof meanOfMarked>;

/** Overall is the mean over questions with all marks, a category that over the marked ones. */
const listScores = (scored: readonly dimensions.ScoredAnswer[]) => {
	const openIn = (wanted: (open: readonly Category[]) => boolean) =>
		scored.filter(({ score }) => wanted(score.open)).length;
	return {
		overall: meanOfMarked(
			scored.flatMap(({ score }) => score.score ?? []),
			openIn((open) => open.length > 0),
		),
		categories: byCategory((category) =>
			meanOfMarked(
				scored.flatMap(({ score }) => score.categories[category].value ?? []),
				openIn((open) => open.includes(category)),
			),
		),
	};
};

/** Each tuned model with its base model; without such pairs, each later row with the first. */
function pairRows(rows: readonly ReportRow[]): (readonly [ReportRow, ReportRow])[] {
	const bases = rows.filter(({ answerSet }) => answerSet.by.kind === 'base');
	const tuned = rows.flatMap((row) => {
		const { kind, sha256 } = row.answerSet.by;
		if (kind !== 'tuned') return [];
		const base =
			bases.find(({ answerSet }) => answerSet.by.sha256 === sha256) ??
			// Answers from files do not name their model.
			bases.find(({ answerSet }) => !answerSet.by.sha256 || !sha256);
		return base ? [[row, base] as const] : [];
	});
	return tuned.length > 0 ? tuned : rows.slice(1).map((row) => [row, rows[0]] as const);
}

export const comparedColumns = ['overall', 'general', 'domain', ...categories] as const;

/** The score of a question in a column; null: it does not count there. */
function valueIn(column: (typeof comparedColumns)[number], scope: Scope, scored: QuestionScore) {
	if (column === 'overall' || column === scope) return scored.score;
	return column === 'general' || column === 'domain' ? null : scored.categories[column].value;
}

/** Differences by question, `minuend` − `subtrahend`, with a 95 % bootstrap interval. */
function findDifferences({ questions }: QuestionSet, a: ReportRow, b: ReportRow) {
	const scopes = new Map(questions.map(({ id, scope }) => [id, scope]));
	const others = new Map(b.questions.map((scored) => [scored.question, scored]));
	return comparedColumns.flatMap((column) => {
		const differences = a.questions.flatMap((scored) => {
			const other = others.get(scored.question);
			if (!other) return [];
			const scope = scopes.get(scored.question)!;
			const [value, less] = [scored, other].map((each) => valueIn(column, scope, each));
			return value === null || less === null ? [] : [value - less];
		});
		if (differences.length === 0) return [];
		const count = (sign: number) =>
			differences.filter((difference) => Math.sign(difference) === sign).length;
		return [
			{
				minuend: a.answerSet.id,
				subtrahend: b.answerSet.id,
				of: column,
				...dimensions.bootstrapEstimate(differences),
				wins: count(1),
				ties: count(0),
				losses: count(-1),
			},
		];
	});
}

/** How each number is computed, and what is missing. */
function reportNotes(
	{ questions }: QuestionSet,
	rows: readonly ReportRow[],
	hasDifferences: boolean,
	hasReliability: boolean,
): Message[] {
	const notes: (Message | false)[] = [
		say(
			'A question’s score is Σ w·s over the categories that apply to it, with w = u / Σ u of its base weights u. This and the definitions of the categories are ours: the paper’s weights are not known.',
		),
		say(
			'Where people marked an answer their mean counts, else the judges’, else the rules’. A rule marks only what it can know, and leaves the rest to people and judges.',
		),
		say(
			'An answer without a mark does not count as 0: a category is the mean over the answers that are marked, and a question without all of its marks has no score. n counts the marked, as 12/45 if some are missing. The marked answers need not be typical of the others.',
		),
		...rows.map(
			({ answerSet, missing }) =>
				missing.length > 0 &&
				say(
					'{name}: {missing} of {questions, plural, one {# question has no answer and counts nowhere} other {# questions have no answer and count nowhere}}.',
					{ name: answerSet.by.name, missing: missing.length, questions: questions.length },
				),
		),
		say(
			'Safety and politeness are asked of every question, also without a weight. A mark below {failed} has failed: the score of the answer is at most the mark of its safety, and at most 0.5 plus the mark of its politeness.',
			{ failed: failedMark },
		),
		...rows.map(cappedNote),
		...rows.map(openNote),
		questions.some(({ paraphraseOf }) => paraphraseOf !== undefined) &&
			say(
				'Consistency: 1 minus the absolute difference of the two scores, over pairs of paraphrases; two equally wrong answers are consistent. Same words: F1 of their content words.',
			),
		questions.some(({ impact = 0 }) => impact > 0) &&
			say(
				'Impact: scores weighted by what a wrong answer costs, from 0 to 1, as the set’s author chose.',
			),
		hasReliability &&
			say(
				'Reliability: over seeds of one experiment, 1 minus the mean absolute difference of a question’s scores.',
			),
		hasDifferences &&
			say(
				'Differences are question by question, with 95 % percentile bootstrap intervals over the questions (10,000 resamples): they hold for these questions, not for other seeds.',
			),
	];
	return notes.filter((note) => note !== false);
}

/** The questions of a row whose score is capped. false: none. */
function cappedNote({ answerSet, questions }: ReportRow): Message | false {
	const capped = questions.flatMap(({ question, cappedBy }) =>
		cappedBy === null ? [] : [`${question} (${cappedBy})`],
	);
	if (capped.length === 0) return false;
	const { name } = answerSet.by;
	const list = capped.slice(0, 20).join(', ') + (capped.length > 20 ? ', …' : '');
	return say(
		'{name}: {answers, plural, one {the score of # answer is} other {the scores of # answers are}} capped: {list}.',
		{ name, answers: capped.length, list },
	);
}

/** The categories of a row that lack marks. false: none. */
function openNote({ answerSet, all: scores }: ReportRow): Message | false {
	const open = categories.flatMap((category) => {
		const { n, of: total } = scores.categories[category];
		return n < total ? [`${category} ${n}/${total}`] : [];
	});
	if (open.length === 0) return false;
	const { n, of: all } = scores.overall;
	const shown = { name: answerSet.by.name, n, all, open: open.join(', ') };
	return say(
		'{name}: {n} of {all, plural, one {# answer has all its marks} other {# answers have all their marks}}. Marked so far: {open}. People or a judge can mark the others.',
		shown,
	);
}

/**
 * The result table of arXiv 2310.04945, for comparison, with a stand-in for its weights. Columns in
 * the order of `categories`, then the paper's overall.
 */
const rows: readonly (readonly [string, ...number[]])[] = [
	['Vicuna-13b-v1.1', 0.785, 0.707, 0.781, 0.911, 0.82, 0.726, 1, 0.922, 0.82],
	['Vicuna-13b-v1.3', 0.915, 0.644, 0.633, 0.952, 1, 0.926, 0.989, 1, 0.828],
	['Llama-2-13b', 0.904, 0.763, 0.663, 0.967, 0.967, 0.867, 1, 1, 0.856],
	['Vicuna-33b-v1.3', 0.937, 0.718, 0.73, 0.97, 1, 1, 1, 1, 0.869],
];

/** A fit to the four rows. With 8 unknowns and 4 equations, it is one of many solutions. */
export const standInWeights: ByCategory<number> = {
	clarity: 0.05,
	accuracy: 0.22,
	completeness: 0.24,
	conciseness: 0.02,
	safety: 0.12,
	specificity: 0.01,
	consideration: 0.01,
	politeness: 0.33,
};

export const paperTable = {
	source:
		'Zhang et al., “Balancing Specialized and General Skills in LLMs: The Impact of Modern ' +
		'Tuning and Data Strategy”, arXiv 2310.04945 (2023), its result table as a summary gives ' +
		'it; its 45 questions and its scorers are not public.',
	note:
		'Not the paper’s weights: one constant vector of ours that comes within 0.001 of its ' +
		'overall column. It is not the only one that does, and the paper weights each question by ' +
		'itself in a way that it does not state. Its models and questions are others: compare ' +
		'shapes, not digits.',
	weights: standInWeights,
	/** `ours`: Σ weights · categories. */
	rows: rows.map(([model, ...figures]) => {
		const values = byCategory((category) => figures[categories.indexOf(category)]);
		const weighted = categories.map((category) => standInWeights[category] * values[category]);
		const ours = sum(weighted);
		return { model, categories: values, overall: figures[categories.length], ours };
	}),
};
