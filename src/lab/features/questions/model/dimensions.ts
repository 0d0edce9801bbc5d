/**
 * The other dimensions of arXiv 2310.04945: consistency, reliability and business impact.
 * The paper gives no formulas; these are ours.
 */
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { highest, lowest, mean, meanOfKnown } from '#engine/core/statistics.ts';
import { contentWords, f1 } from './text.ts';
import type { QuestionScore } from './scoreAnswer.ts';
import type { AnswerSet, AnswerSetInfo, Question, Scope } from './types.ts';

export interface ScoredAnswer {
	readonly question: Question;
	readonly text: string;
	readonly score: QuestionScore;
}

export type Mean = ReturnType<typeof meanWithN>;
/** A mean over `n` questions, pairs or runs. null: n is 0. */
export const meanWithN = (values: readonly number[]) => ({
	value: meanOfKnown(values),
	n: values.length,
});

/** The mean with its 95 % bootstrap interval. low and high are null for fewer than two values. */
export function bootstrapEstimate(values: readonly number[]) {
	const { mean: centre, low, high, n } = bootstrapInterval(values);
	return { mean: centre, low: n < 2 ? null : low, high: n < 2 ? null : high, n };
}
/** |a − b| in a list, which is empty if one of them is missing. */
const distance = (a: number | null = null, b: number | null = null): number[] =>
	a === null || b === null ? [] : [Math.abs(a - b)];

/** Over the pairs of paraphrases in one answer set. n counts pairs. */
export function consistency(scored: readonly ScoredAnswer[]) {
	const byId = new Map(scored.map((entry) => [entry.question.id, entry]));
	const pairs = scored.flatMap((a) => {
		const b = byId.get(a.question.paraphraseOf ?? '');
		return b ? [[a, b] as const] : [];
	});
	const differences = pairs.flatMap(([a, b]) => distance(a.score.score, b.score.score));
	return {
		consistency: meanWithN(differences.map((difference) => 1 - difference)),
		/** F1 of the content words of the two answers. */
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

/** The part of a report's row that says how far the seeds of an experiment agree. */
interface SeedRow extends Readonly<
	Record<'all' | Scope, { readonly overall: { readonly value: number | null } }>
> {
	readonly answerSet: AnswerSetInfo;
	readonly questions: readonly QuestionScore[];
}

/** Groups the sets that differ only in their seed; those of files by their name without it. */
export function reliability(rows: readonly SeedRow[], answerSets: readonly AnswerSet[]) {
	const groups = new Map<string, Entry[]>();
	rows.forEach((row, i) => {
		const { kind, name, experiment, step, seed } = row.answerSet.by;
		if (seed === undefined || kind === 'base') return;
		const key = JSON.stringify([kind, experiment ?? unseeded(name), step ?? null]);
		const group = groups.get(key) ?? [];
		if (group.some((other) => other.seed === seed)) return;
		groups.set(key, [...group, toEntry(row, answerSets[i], seed)]);
	});
	return [...groups.values()].filter((group) => group.length >= 2).map(findReliability);
}

/** `mine, seed 3` becomes `mine`. */
const unseeded = (name: string): string =>
	name.replace(/[\s,·(-]*\bseed[\s:=]*\d+\)?/i, '') || name;

type Entry = ReturnType<typeof toEntry>;
const toEntry = (row: SeedRow, { answers }: AnswerSet, seed: number) => ({
	row,
	seed,
	scores: new Map(row.questions.map(({ question, score }) => [question, score])),
	texts: new Map(answers.map(({ id, text }) => [id, text.trim()])),
});

/** Agreement over the answer sets of one experiment, one for each seed. */
function findReliability(group: readonly Entry[]) {
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
	/** A mean over seeds, with its interval over the seeds. */
	const over = (part: 'all' | 'general' | 'domain') => {
		const values = group.flatMap(({ row }) => row[part].overall.value ?? []);
		const { low, high } = bootstrapEstimate(values);
		return { ...meanWithN(values), low, high };
	};
	const overalls = group.flatMap(({ row }) => row.all.overall.value ?? []);
	return {
		name: unseeded(group[0].row.answerSet.by.name),
		answerSets: group.map(({ row }) => row.answerSet.id),
		seeds: group.map(({ seed }) => seed),
		/** Over questions: 1 − mean |difference of scores between two seeds|. */
		scores: meanWithN(agreement),
		/** Over questions and pairs of seeds: the share of equal texts. */
		texts: meanWithN(same),
		lowest: overalls.length === 0 ? null : lowest(overalls),
		highest: overalls.length === 0 ? null : highest(overalls),
		overall: over('all'),
		general: over('general'),
		domain: over('domain'),
	};
}
