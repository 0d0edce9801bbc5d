/** The agreement of raters on the same answers: Krippendorff's α and Cohen's κ. */
import { mean, meanOfKnown } from '#engine/core/statistics.ts';
import type { Rater, Score } from './types.ts';

/** `rule exact`, `person Ada`, `judge gpt`. */
export const raterName = (by: Rater): string =>
	`${by.kind} ${by.kind === 'rule' ? by.rule : by.kind === 'person' ? by.name : by.model}`;

/**
 * Krippendorff's α with interval distance (Krippendorff, Content Analysis, ch. 11): 1 − D_o / D_e.
 * `units`: the marks of each answer, in any number; a single mark does not count.
 * null: fewer than two answers have several marks, or all marks are equal.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number | null {
	const paired = units.filter((marks) => marks.length >= 2);
	const all = paired.flat();
	if (paired.length < 2) return null;
	const squares = (marks: readonly number[]) =>
		marks.reduce(
			(sum, a, i) => sum + marks.reduce((inner, b, j) => inner + (i === j ? 0 : (a - b) ** 2), 0),
			0,
		);
	const observed =
		paired.reduce((sum, marks) => sum + squares(marks) / (marks.length - 1), 0) / all.length;
	const expected = squares(all) / (all.length * (all.length - 1));
	return expected === 0 ? null : 1 - observed / expected;
}

/** Marks from 0 to 1 as grades 0, ¼, ½, ¾, 1. */
const grades = 5;
const toGrade = (mark: number) => Math.round(mark * (grades - 1));

/**
 * Cohen's κ with quadratic weights (Cohen 1968) over five grades.
 * null: fewer than two pairs, or both raters give one and the same grade to all answers.
 */
export function weightedKappa(pairs: readonly (readonly [number, number])[]): number | null {
	const n = pairs.length;
	if (n < 2) return null;
	const share = (side: 0 | 1, grade: number) =>
		pairs.filter((pair) => toGrade(pair[side]) === grade).length / n;
	const distance = (a: number, b: number) => ((a - b) / (grades - 1)) ** 2;
	const observed = mean(pairs.map(([a, b]) => distance(toGrade(a), toGrade(b))));
	let expected = 0;
	for (let a = 0; a < grades; a++)
		for (let b = 0; b < grades; b++) expected += share(0, a) * share(1, b) * distance(a, b);
	return expected === 0 ? null : 1 - observed / expected;
}

/** The agreement of each two raters with a common answer, and of all if there are more than two. */
export function agreements(scores: readonly Score[]) {
	const names = [...new Set(scores.map(({ by }) => raterName(by)))].sort();
	const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]));
	const groups = names.length > 2 ? [...pairs, names] : pairs;
	return groups.map((group) => measureAgreement(scores, group)).filter(({ n }) => n > 0);
}

function measureAgreement(scores: readonly Score[], raters: readonly string[]) {
	const units = new Map<string, Map<string, number>>();
	for (const { answerSet, question, category, value, by } of scores) {
		const rater = raterName(by);
		if (value === null || !raters.includes(rater)) continue;
		const unit = JSON.stringify([answerSet, question, category]);
		units.set(unit, (units.get(unit) ?? new Map<string, number>()).set(rater, value));
	}
	const shared = [...units.values()].filter((marks) => marks.size >= 2);
	const marks = shared.map((unit) => [...unit.values()]);
	const two = shared.map(
		(unit) => [unit.get(raters[0]) ?? NaN, unit.get(raters[1]) ?? NaN] as const,
	);
	const differences = marks.flatMap((unit) =>
		unit.flatMap((a, i) => unit.slice(i + 1).map((b) => Math.abs(a - b))),
	);
	return {
		scorers: raters,
		/** Answers × categories that at least two of them marked. */
		n: shared.length,
		alpha: krippendorffAlpha(marks),
		kappa: raters.length === 2 ? weightedKappa(two) : null,
		difference: meanOfKnown(differences),
	};
}
