/**
 * The other dimensions of arXiv 2310.04945: consistency, reliability and business impact.
 * The paper gives no formulas; these are ours.
 */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { mean, highest, lowest } from '#core/statistics.ts';
import { contentWords, f1 } from './text.ts';
import type {
	AnswerSet,
	Mean,
	PairedScores,
	Question,
	QuestionScore,
	Reliability,
	ReportRow,
	SeedMean,
} from './types.ts';

/** A question with the text of its answer and the score of that text. */
export interface ScoredAnswer {
	readonly question: Question;
	readonly text: string;
	readonly score: QuestionScore;
}

export const meanWithN = (values: readonly number[]): Mean => ({
	value: values.length === 0 ? null : mean(values),
	n: values.length,
});

/** The mean with its 95 % bootstrap interval. low and high are null for fewer than two values. */
export function bootstrapEstimate(
	values: readonly number[],
): Pick<PairedScores, 'mean' | 'low' | 'high' | 'n'> {
	const { mean: centre, low, high, n } = bootstrapInterval(values);
	return { mean: centre, low: n < 2 ? null : low, high: n < 2 ? null : high, n };
}
/** |a − b| in a list, which is empty if one of them is missing. */
const distance = (a: number | null = null, b: number | null = null): number[] =>
	a === null || b === null ? [] : [Math.abs(a - b)];

/** Over the pairs of paraphrases in one answer set. */
export function consistency(
	scored: readonly ScoredAnswer[],
): Pick<ReportRow, 'consistency' | 'sameWords'> {
	const byId = new Map(scored.map((one) => [one.question.id, one]));
	const pairs = scored.flatMap((a) => {
		const b = byId.get(a.question.paraphraseOf ?? '');
		return b ? [[a, b] as const] : [];
	});
	const differences = pairs.flatMap(([a, b]) => distance(a.score.score, b.score.score));
	return {
		consistency: meanWithN(differences.map((difference) => 1 - difference)),
		sameWords: meanWithN(pairs.map(([a, b]) => sharedWords(a.text, b.text))),
	};
}

const sharedWords = (a: string, b: string): number =>
	a.trim() === b.trim() ? 1 : f1(contentWords(a), contentWords(b));

/** Σ impact · score / Σ impact, over the scored questions with an impact above 0. */
export function weightedByImpact(scored: readonly ScoredAnswer[]): Mean {
	const counted = scored.flatMap(({ question: { impact = 0 }, score: { score } }) =>
		impact > 0 && score !== null ? [{ impact, score }] : [],
	);
	const sum = counted.reduce((total, { impact }) => total + impact, 0);
	const value = counted.reduce((total, { impact, score }) => total + impact * score, 0) / sum;
	return { value: counted.length === 0 ? null : value, n: counted.length };
}

/**
 * Groups answer sets that differ only in their seed. Sets from files are grouped by their name
 * without the seed.
 */
export function reliability(
	rows: readonly ReportRow[],
	answerSets: readonly AnswerSet[],
): Reliability[] {
	const groups = new Map<string, Entry[]>();
	rows.forEach((row, i) => {
		const { kind, name, experiment, step, seed } = row.answerSet.by;
		if (seed === undefined || kind === 'base') return;
		const key = JSON.stringify([kind, experiment ?? unseeded(name), step ?? null]);
		const group = groups.get(key) ?? [];
		if (group.some((other) => other.seed === seed)) return;
		const scores = new Map(row.questions.map(({ question, score }) => [question, score]));
		const texts = new Map(answerSets[i].answers.map(({ id, text }) => [id, text.trim()]));
		groups.set(key, [...group, { row, seed, scores, texts }]);
	});
	return [...groups.values()].filter((group) => group.length >= 2).map(reliabilityOf);
}

/** `mine, seed 3` becomes `mine`. */
const unseeded = (name: string): string =>
	name.replace(/[\s,·(-]*\bseed[\s:=]*\d+\)?/i, '') || name;

interface Entry {
	readonly row: ReportRow;
	readonly seed: number;
	/** By the ids of the questions. */
	readonly scores: ReadonlyMap<string, number | null>;
	readonly texts: ReadonlyMap<string, string>;
}

function reliabilityOf(group: readonly Entry[]): Reliability {
	const pairs = group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const));
	const ids = [...new Set(group.flatMap(({ scores }) => [...scores.keys()]))];
	const agreement = ids.flatMap((id) => {
		const differences = pairs.flatMap(([a, b]) => distance(a.scores.get(id), b.scores.get(id)));
		return differences.length === 0 ? [] : [1 - mean(differences)];
	});
	const same = pairs.flatMap(([a, b]) =>
		[...a.texts].flatMap(([id, text]) => {
			const other = b.texts.get(id);
			return other === undefined ? [] : [Number(other === text)];
		}),
	);
	const over = (part: 'all' | 'general' | 'domain'): SeedMean => {
		const values = group.flatMap(({ row }) => row[part].overall.value ?? []);
		const { low, high } = bootstrapEstimate(values);
		return { ...meanWithN(values), low, high };
	};
	const overalls = group.flatMap(({ row }) => row.all.overall.value ?? []);
	return {
		name: unseeded(group[0].row.answerSet.by.name),
		answerSets: group.map(({ row }) => row.answerSet.id),
		seeds: group.map(({ seed }) => seed),
		scores: meanWithN(agreement),
		texts: meanWithN(same),
		lowest: overalls.length === 0 ? null : lowest(overalls),
		highest: overalls.length === 0 ? null : highest(overalls),
		overall: over('all'),
		general: over('general'),
		domain: over('domain'),
	};
}
