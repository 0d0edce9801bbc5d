/** The report of the evaluation: a pure function of questions, answers and scores. */
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { say, type Message } from '#engine/core/message.ts';
import { meanOfKnown } from '#engine/core/statistics.ts';
import { krippendorffAlpha } from './agreement.ts';
import { byCategory, categories, type Category } from './categories.ts';
import { mergedScores, raterName } from './scores.ts';
import { setInfo } from './set.ts';
import { failedMark, scoreAnswer, type QuestionScore } from './scoreAnswer.ts';
import type { AnswerSet, AnswerSetInfo, QuestionSet, Scope, Score } from './types.ts';

export type EvaluationReport = ReturnType<typeof evaluationReport>;
type Row = ReturnType<typeof makeRow>;

export const answerSetInfo = ({ answers, ...info }: AnswerSet, scores: number): AnswerSetInfo => ({
	...info,
	answered: answers.length,
	scores,
});

/** All questions, and their parts: general and of the domain. */
export const parts = ['all', 'general', 'domain'] as const;
type Part = (typeof parts)[number];
const byPart = <T>(make: (part: Part) => T) => ({
	all: make('all'),
	general: make('general'),
	domain: make('domain'),
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
	const scored = answerSets.map((answers) => {
		const marksOfSet = marks.filter(({ answerSet }) => answerSet === answers.id);
		return makeRow(set, answers, marksOfSet);
	});
	const scopes = new Map(set.questions.map(({ id, scope }) => [id, scope]));
	const rows = scored.map((row) => {
		const base = findBase(row, scored);
		const change = base && byPart((part) => findChange(row, base, part, scopes));
		return { ...row, change, base: base?.answerSet.by.name };
	});
	return { questions: info, rows, notes: reportNotes(set, rows, marks) };
}

function makeRow({ questions, language }: QuestionSet, set: AnswerSet, scores: readonly Score[]) {
	const texts = new Map(set.answers.map(({ id, text }) => [id, text]));
	const scored = questions.flatMap((question) => {
		const text = texts.get(question.id);
		if (text === undefined) return [];
		const marks = scores.filter((score) => score.question === question.id);
		return [{ scope: question.scope, score: scoreAnswer(question, text, marks, language) }];
	});
	return {
		answerSet: answerSetInfo(set, scores.length),
		/** Questions without an answer. They count nowhere. */
		missing: questions.filter(({ id }) => !texts.has(id)).map(({ id }) => id),
		...byPart((part) =>
			listScores(
				scored.filter(({ scope }) => part === 'all' || part === scope).map(({ score }) => score),
			),
		),
		questions: scored.map(({ score }) => score),
	};
}

/** The mean over the marked answers, `n` of `of`. A missing mark does not count as 0. */
const meanOfMarked = (values: readonly number[], open: number) => ({
	/** null: n is 0. */
	value: meanOfKnown(values),
	n: values.length,
	of: values.length + open,
});
export type MarkedMean = ReturnType<typeof meanOfMarked>;

/** Overall is the mean over questions with all marks, a category that over the marked ones. */
const listScores = (scores: readonly QuestionScore[]) => ({
	overall: meanOfMarked(
		scores.flatMap(({ score }) => score ?? []),
		scores.filter(({ open }) => open.length > 0).length,
	),
	categories: byCategory((category: Category) =>
		meanOfMarked(
			scores.flatMap(({ categories: marks }) => marks[category].value ?? []),
			scores.filter(({ open }) => open.includes(category)).length,
		),
	),
});

/** The zero-shot answers of a tuned model. Without such a pair, later rows have the first. */
function findBase({ answerSet }: Row, rows: readonly Row[]): Row | undefined {
	const ofBase = (tuned: AnswerSetInfo) => {
		const bases = rows.filter((row) => row.answerSet.by.kind === 'base');
		const { kind, sha256 } = tuned.by;
		if (kind !== 'tuned') return undefined;
		// Answers from files do not name their model.
		const isUnnamed = ({ answerSet: { by } }: Row) => !by.sha256 || !sha256;
		return bases.find((row) => row.answerSet.by.sha256 === sha256) ?? bases.find(isUnnamed);
	};
	const hasPair = rows.some((row) => ofBase(row.answerSet));
	return hasPair || answerSet === rows[0].answerSet ? ofBase(answerSet) : rows[0];
}

/**
 * The mean difference by question from `base`, with its 95 % bootstrap interval; `low` is null
 * for fewer than two questions. null: no question has both scores.
 */
function findChange(row: Row, base: Row, part: Part, scopes: ReadonlyMap<string, Scope>) {
	const others = new Map(base.questions.map(({ question, score }) => [question, score]));
	const differences = row.questions.flatMap(({ question, score }) => {
		const less = others.get(question) ?? null;
		const isCounted = part === 'all' || scopes.get(question) === part;
		return isCounted && score !== null && less !== null ? [score - less] : [];
	});
	if (differences.length === 0) return null;
	const { mean, low, high, n } = bootstrapInterval(differences);
	const count = (sign: number) =>
		differences.filter((difference) => Math.sign(difference) === sign).length;
	const interval = n < 2 ? { low: null, high: null } : { low, high };
	return { mean, ...interval, n, better: count(1), same: count(0), worse: count(-1) };
}

/** How each number is computed, and what is missing. */
function reportNotes(
	{ questions }: QuestionSet,
	rows: readonly (Row & { readonly change: unknown })[],
	marks: readonly Score[],
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
		agreementNote(marks),
		rows.some(({ change }) => change) &&
			say(
				'Differences are question by question, with 95 % percentile bootstrap intervals over the questions (10,000 resamples): they hold for these questions, not for other seeds.',
			),
	];
	return notes.filter((note) => note !== false);
}

/** The questions of a row whose score is capped. false: none. */
function cappedNote({ answerSet, questions }: Row): Message | false {
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
function openNote({ answerSet, all: scores }: Row): Message | false {
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

/** The agreement of those who marked the same answers. false: no two did. */
function agreementNote(marks: readonly Score[]): Message | false {
	const units = new Map<string, number[]>();
	for (const { answerSet, question, category, value } of marks) {
		const unit = JSON.stringify([answerSet, question, category]);
		if (value !== null) units.set(unit, [...(units.get(unit) ?? []), value]);
	}
	const shared = [...units.values()].filter((values) => values.length >= 2);
	const alpha = krippendorffAlpha(shared);
	if (alpha === null) return false;
	const raters = [...new Set(marks.map(({ by }) => raterName(by)))].sort().join(', ');
	return say(
		'Agreement of {raters}: Krippendorff’s α is {alpha} over {n} marks that several gave (1: perfect, 0: chance).',
		{ raters, alpha: alpha.toFixed(2), n: shared.length },
	);
}
