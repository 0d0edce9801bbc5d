/**
 * The part of the prompts in the error of a difference of two policies, so that its interval covers
 * other runs and other prompts. Each pair of cells (one base and seed) and each prompt is one draw:
 *
 *     d = mean over pairs c and skills k of (mean over prompts of a − b)
 *     error² = s²(d by pair) / pairs + Σ_k s²(d by prompt of k) / (prompts of k · skills²)
 *
 * s²: sample variance; d by prompt: its mean over the pairs. Both parts contain the scatter of
 * single answers, so the interval is a little wide. Student's t with pairs − 1 degrees of freedom.
 * One prompt has no sample variance: its s² is 1, the most that a difference of two answers has.
 */
import { textBits } from '../../src/engine/core/bytes.ts';
import { answerVariance } from '../../src/engine/core/exactMatch.ts';
import { mean } from '../../src/engine/core/statistics.ts';
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
	step: number,
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

/**
 * The part of error² that comes from the prompts, with the scores at the step of each cell. null:
 * fewer than two pairs, or right answers are not stored by prompt.
 */
export function promptVariance(
	pairs: readonly CellPair[],
	stepOf: (cell: CellResult) => number,
	skills: readonly number[],
): number | null {
	const gaps = pairs.flatMap((pair) => gapsByPrompt(pair, stepOf, skills) ?? []);
	if (gaps.length < 2 || gaps.length < pairs.length) return null;
	return varianceByPrompt(meanByPrompt(gaps));
}

type GapsByPrompt = readonly (readonly number[])[];

/** By skill and prompt. */
export const meanByPrompt = (gaps: readonly GapsByPrompt[]): number[][] =>
	gaps[0].map((prompts, k) => prompts.map((_, i) => mean(gaps.map((bySkill) => bySkill[k][i]))));

export const varianceByPrompt = (bySkill: GapsByPrompt): number =>
	bySkill.reduce(
		(sum, byPrompt) => sum + answerVariance(byPrompt) / (byPrompt.length * bySkill.length ** 2),
		0,
	);

/**
 * By skill and prompt: 1 right in the first cell only, −1 in the second only. In a list of one.
 * null: unknown, or two models whose chat templates reject different rows.
 */
export function gapsByPrompt(
	[left, right]: CellPair,
	stepOf: (cell: CellResult) => number,
	skills: readonly number[],
): [number[][]] | null {
	const [a, b] = [
		rightAnswers(left, stepOf(left), skills),
		rightAnswers(right, stepOf(right), skills),
	];
	if (!a || !b || a.some((list, k) => list.length !== b[k].length)) return null;
	return [a.map((list, k) => list.map((hit, i) => Number(hit) - Number(b[k][i])))];
}
