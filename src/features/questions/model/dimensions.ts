/**
 * The other dimensions of arXiv 2310.04945: consistency, reliability and business impact.
 * The paper gives no formulas; these are ours.
 */
import { bootstrapInterval } from '#core/bootstrap.ts';
import { mean } from '#core/statistics.ts';
import { contentWords, f1 } from './text.ts';
import type {
	Answer,
	AnswerSet,
	Mean,
	Question,
	QuestionScore,
	Reliability,
	SeedMean,
} from './types.ts';

export const meanWithN = (values: readonly number[]): Mean => ({
	value: values.length === 0 ? null : mean(values),
	n: values.length,
});

/** Over the pairs of paraphrases with two answers and two scores in one answer set. */
export function consistency(
	questions: readonly Question[],
	answers: ReadonlyMap<string, Answer>,
	scores: ReadonlyMap<string, QuestionScore>,
): { readonly consistency: Mean; readonly sameWords: Mean } {
	const pairs = questions.flatMap(({ id, paraphraseOf }) =>
		paraphraseOf !== undefined && answers.has(id) && answers.has(paraphraseOf)
			? [[id, paraphraseOf] as const]
			: [],
	);
	const differences = pairs.flatMap(([a, b]) => {
		const [first, second] = [scores.get(a)?.score, scores.get(b)?.score];
		return typeof first === 'number' && typeof second === 'number'
			? [Math.abs(first - second)]
			: [];
	});
	const textOf = (id: string) => answers.get(id)?.text ?? '';
	return {
		consistency: meanWithN(differences.map((difference) => 1 - difference)),
		sameWords: meanWithN(pairs.map(([a, b]) => sameText(textOf(a), textOf(b)))),
	};
}

function sameText(a: string, b: string): number {
	if (a.trim() === b.trim()) return 1;
	return f1(contentWords(a), contentWords(b));
}

/** Σ impact · score / Σ impact, over the scored questions with an impact above 0. */
export function weightedByImpact(
	questions: readonly Question[],
	scores: ReadonlyMap<string, QuestionScore>,
): Mean {
	const counted = questions.flatMap(({ id, impact = 0 }) => {
		const score = scores.get(id)?.score;
		return impact > 0 && typeof score === 'number' ? [{ impact, score }] : [];
	});
	const sum = counted.reduce((total, { impact }) => total + impact, 0);
	const value = counted.reduce((total, { impact, score }) => total + impact * score, 0) / sum;
	return { value: counted.length === 0 ? null : value, n: counted.length };
}

export interface Scored {
	readonly set: AnswerSet;
	readonly scores: ReadonlyMap<string, QuestionScore>;
	readonly overall: number | null;
	readonly general: number | null;
	readonly domain: number | null;
}

/**
 * Groups answer sets that differ only in their seed. Sets from files are grouped by their name
 * without the seed.
 */
export function reliability(scored: readonly Scored[]): Reliability[] {
	const groups = new Map<string, Scored[]>();
	for (const entry of scored) {
		const { kind, name, experiment, step, seed } = entry.set.by;
		if (seed === undefined || kind === 'base') continue;
		const key = JSON.stringify([kind, experiment ?? unseeded(name), step ?? null]);
		const group = groups.get(key) ?? [];
		if (!group.some(({ set }) => set.by.seed === seed)) groups.set(key, [...group, entry]);
	}
	return [...groups.values()].filter((group) => group.length >= 2).map(reliabilityOf);
}

/** `mine, seed 3` becomes `mine`. */
const unseeded = (name: string): string =>
	name.replace(/[\s,·(-]*\bseed[\s:=]*\d+\)?/i, '') || name;

function reliabilityOf(group: readonly Scored[]): Reliability {
	const pairs = group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const));
	const ids = [...new Set(group.flatMap(({ scores }) => [...scores.keys()]))];
	const agreement = ids.flatMap((id) => {
		const differences = pairs.flatMap(([a, b]) => {
			const [first, second] = [a.scores.get(id)?.score, b.scores.get(id)?.score];
			return typeof first === 'number' && typeof second === 'number'
				? [Math.abs(first - second)]
				: [];
		});
		return differences.length === 0 ? [] : [1 - mean(differences)];
	});
	const same = pairs.flatMap(([a, b]) => {
		const others = new Map(b.set.answers.map(({ id, text }) => [id, text.trim()]));
		return a.set.answers.flatMap(({ id, text }) => {
			const other = others.get(id);
			return other === undefined ? [] : [other === text.trim() ? 1 : 0];
		});
	});
	const overalls = group.flatMap(({ overall }) => overall ?? []);
	return {
		name: unseeded(group[0].set.by.name),
		answerSets: group.map(({ set }) => set.id),
		seeds: group.map(({ set }) => set.by.seed ?? 0),
		scores: meanWithN(agreement),
		texts: meanWithN(same),
		lowest: overalls.length === 0 ? null : Math.min(...overalls),
		highest: overalls.length === 0 ? null : Math.max(...overalls),
		overall: seedMean(group.map((entry) => entry.overall)),
		general: seedMean(group.map((entry) => entry.general)),
		domain: seedMean(group.map((entry) => entry.domain)),
	};
}

function seedMean(scores: readonly (number | null)[]): SeedMean {
	const values = scores.flatMap((score) => score ?? []);
	const { low, high } = bootstrapInterval(values);
	const hasInterval = values.length >= 2;
	return { ...meanWithN(values), low: hasInterval ? low : null, high: hasInterval ? high : null };
}
