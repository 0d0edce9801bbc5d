/**
 * The part of the prompts in the error of a difference of two policies, so that its interval covers
 * other runs and other prompts. Runs (or bases) and prompts are random draws in a two-way layout:
 *
 *     d = mean over draws c and skills k of (mean over prompts of a − b)
 *     error² = s²(d by c) / draws + Σ_k (s²(d by prompt of k) − r_k / draws) / (P_k · skills²)
 *
 * s²: sample variance; d by prompt: its mean over the draws; P_k: prompts of k. r_k: mean square of
 * the residual, what is left of a draw's d at a prompt without the effects of draw and prompt. The
 * scatter of the draws contains it too, so it is subtracted once. A part of the prompts below 0
 * counts as 0. Student's t has one degree of freedom less than draws. One prompt has no sample
 * variance: its s² is 1, the most that a difference of two answers has, and r_k is 0.
 */
import { textBits } from '../../src/engine/core/bytes.ts';
import { answerVariance } from '../../src/engine/core/exactMatch.ts';
import { mean, sum } from '../../src/engine/core/statistics.ts';
import {
	evaluationAt,
	type CellPair,
	type CellResult,
	type LossAt,
} from '../../src/lab/study/result.ts';

/** Decoded answers of evaluations: a report reads each of them in many comparisons. */
const decoded = new WeakMap<LossAt, (boolean[] | undefined)[]>();

/** For each of `skills` (indices of the averaged ones), whether each prompt is answered rightly. */
export function rightAnswers(
	cell: CellResult,
	step: number | 'end',
	skills: readonly number[],
): boolean[][] | null {
	const evaluation = evaluationAt(cell, step);
	const right = evaluation?.right;
	if (!right || skills.some((skill) => right[skill] === null)) return null;
	const known = decoded.get(evaluation) ?? [];
	decoded.set(evaluation, known);
	return skills.map(
		(skill) => (known[skill] ??= textBits(right[skill]!, cell.final.skills[skill].examples)),
	);
}

/** By skill and prompt. */
export type GapsByPrompt = readonly (readonly number[])[];

export const meanByPrompt = (gaps: readonly GapsByPrompt[]): number[][] =>
	gaps[0].map((prompts, k) => prompts.map((_, i) => mean(gaps.map((bySkill) => bySkill[k][i]))));

/** The part of error² that comes from the prompts. `draws`: two at least, with the same prompts. */
export function promptVariance(draws: readonly GapsByPrompt[]): number {
	const means = meanByPrompt(draws);
	const parts = means.map((byPrompt, k) => {
		const residual = residualSquare(
			draws.map((bySkill) => bySkill[k]),
			byPrompt,
		);
		const variance = answerVariance(byPrompt) - residual / draws.length;
		return variance / (byPrompt.length * means.length ** 2);
	});
	return Math.max(0, sum(parts));
}

/** Mean square of the residuals of one skill's differences by draw and prompt. */
function residualSquare(draws: readonly (readonly number[])[], byPrompt: readonly number[]) {
	const degrees = (draws.length - 1) * (byPrompt.length - 1);
	if (degrees === 0) return 0;
	const whole = mean(byPrompt);
	const squares = draws.map((gaps) => {
		const shift = mean(gaps) - whole;
		return sum(gaps.map((gap, i) => (gap - byPrompt[i] - shift) ** 2));
	});
	return sum(squares) / degrees;
}

/**
 * By skill and prompt: 1 right in the first cell only, −1 in the second only. null: unknown, or two
 * models whose chat templates reject different rows.
 */
export function gapsByPrompt(
	[left, right]: CellPair,
	step: number | 'end',
	skills: readonly number[],
): number[][] | null {
	const [a, b] = [rightAnswers(left, step, skills), rightAnswers(right, step, skills)];
	if (!a || !b || a.some((list, k) => list.length !== b[k].length)) return null;
	return a.map((list, k) => list.map((hit, i) => Number(hit) - Number(b[k][i])));
}
