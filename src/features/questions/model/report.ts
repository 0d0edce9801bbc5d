/** The report of the evaluation: a pure function of questions, answers and scores. */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { agreements } from './agreement.ts';
import { byCategory, categories } from './categories.ts';
import {
	consistency,
	meanWithN,
	reliability,
	weightedByImpact,
	type Scored,
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
	Question,
	QuestionScore,
	QuestionSet,
	ReportRow,
	Score,
	Scores,
} from './types.ts';

export const answerSetInfo = (set: AnswerSet, scores: number): AnswerSetInfo => {
	const { answers, ...info } = set;
	return { ...info, answered: answers.length, scores };
};

/** `answerSets`: in the order of the rows. `scores`: all scores by people and judges. */
export function evaluationReport(
	questions: QuestionSet,
	answerSets: readonly AnswerSet[],
	scores: readonly Score[] = [],
	info = setInfo(questions, { shipped: false, savedAt: 0 }),
): EvaluationReport {
	const given = mergedScores([], scores);
	const scored = answerSets.map((set) => scoredSet(questions, set, given));
	const rows = scored.map((entry) => rowOf(questions, entry, given));
	const report = {
		questions: info,
		rows,
		differences: comparisons(rows).flatMap(([a, b]) => differencesOf(questions, a, b)),
		reliability: reliability(scored),
		agreement: agreements(
			given.filter(({ answerSet }) => answerSets.some(({ id }) => id === answerSet)),
		),
		paper: paperTable,
	};
	return { ...report, notes: reportNotes(questions, report) };
}

function scoredSet(questions: QuestionSet, set: AnswerSet, given: readonly Score[]): Scored {
	const answers = answersOf(set);
	const own = given.filter(({ answerSet }) => answerSet === set.id);
	const scores = new Map(
		questions.questions.flatMap((question): [string, QuestionScore][] => {
			const answer = answers.get(question.id);
			if (!answer) return [];
			const marks = own.filter((score) => score.question === question.id);
			return [[question.id, scoreAnswer(question, answer.text, marks)]];
		}),
	);
	const overall = (holds: (question: Question) => boolean) =>
		scoresOf(questions.questions.filter(holds).flatMap(({ id }) => scores.get(id) ?? [])).overall
			.value;
	return {
		set,
		scores,
		overall: overall(() => true),
		general: overall(({ scope }) => scope === 'general'),
		domain: overall(({ scope }) => scope === 'domain'),
	};
}

const answersOf = (set: AnswerSet) => new Map(set.answers.map((answer) => [answer.id, answer]));

function rowOf(
	{ questions }: QuestionSet,
	{ set, scores }: Scored,
	given: readonly Score[],
): ReportRow {
	const within = (holds: (question: Question) => boolean) =>
		scoresOf(questions.filter(holds).flatMap(({ id }) => scores.get(id) ?? []));
	return {
		answerSet: answerSetInfo(set, given.filter(({ answerSet }) => answerSet === set.id).length),
		missing: questions.filter(({ id }) => !scores.has(id)).map(({ id }) => id),
		all: within(() => true),
		general: within(({ scope }) => scope === 'general'),
		domain: within(({ scope }) => scope === 'domain'),
		...consistency(questions, answersOf(set), scores),
		impact: weightedByImpact(questions, scores),
		questions: [...scores.values()],
	};
}

/** Overall is the mean over scored questions, a category the mean over those where it applies. */
const scoresOf = (scored: readonly QuestionScore[]): Scores => ({
	overall: meanWithN(scored.flatMap(({ score }) => score ?? [])),
	categories: byCategory((category) =>
		meanWithN(scored.flatMap((one) => one.categories[category].value ?? [])),
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

function differencesOf({ questions }: QuestionSet, a: ReportRow, b: ReportRow): PairedScores[] {
	const scopes = new Map(questions.map(({ id, scope }) => [id, scope]));
	const others = new Map(b.questions.map((score) => [score.question, score]));
	const paired = (
		of: PairedScores['of'],
		read: (score: QuestionScore) => number | null,
		holds: (id: string) => boolean = () => true,
	): PairedScores[] => {
		const differences = a.questions.flatMap((score) => {
			const other = others.get(score.question);
			const [first, second] = [read(score), other ? read(other) : null];
			return first === null || second === null || !holds(score.question) ? [] : [first - second];
		});
		if (differences.length === 0) return [];
		const { mean, low, high, n } = bootstrapInterval(differences);
		const wins = differences.filter((difference) => difference > 0).length;
		const losses = differences.filter((difference) => difference < 0).length;
		return [
			{
				minuend: a.answerSet.id,
				subtrahend: b.answerSet.id,
				of,
				mean,
				low: n < 2 ? null : low,
				high: n < 2 ? null : high,
				n,
				wins,
				ties: n - wins - losses,
				losses,
			},
		];
	};
	return [
		...paired('overall', ({ score }) => score),
		...(['general', 'domain'] as const).flatMap((scope) =>
			paired(
				scope,
				({ score }) => score,
				(id) => scopes.get(id) === scope,
			),
		),
		...categories.flatMap((category) =>
			paired(category, (score) => score.categories[category].value),
		),
	];
}
