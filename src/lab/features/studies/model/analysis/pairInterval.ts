/**
 * The difference of two policies with an interval that covers other runs and other prompts. Each
 * pair of cells (one base and seed) and each prompt is one draw:
 *
 *     d = mean over pairs c and skills k of (mean over prompts of a − b)
 *     error² = s²(d by pair) / pairs + Σ_k s²(d by prompt of k) / (prompts of k · skills²)
 *
 * s²: sample variance; d by prompt: its mean over the pairs. Both parts contain the scatter of
 * single answers, so the interval is a little wide. Student's t with pairs − 1 degrees of freedom.
 * One prompt has no sample variance: its s² is 1, the most that a difference of two answers has.
 */
import { textBits } from '#engine/core/bytes.ts';
import { answerVariance } from '#engine/core/exactMatch.ts';
import { mean, sampleDeviation, studentQuantile, studentTail } from '#engine/core/statistics.ts';
import type { ReadMeasure } from '../measures.ts';
import { readGaps, type CellPair, type CellResult, type LossAt } from '../result.ts';
import { level } from './pairedTests.ts';

export type PairInterval = Readonly<ReturnType<typeof toInterval>>;

/** The evaluation of a run at a step; null: it has none there. */
export const evaluationAt = ({ lossAt = [] }: CellResult, step: number): LossAt | null =>
	lossAt.find((evaluation) => evaluation.step === step) ?? null;

/** Decoded answers of evaluations: a report reads each of them in many comparisons. */
const decoded = new WeakMap<LossAt, (boolean[] | undefined)[]>();

/** Which prompts are right, by skill. `skills`: indices of the averaged skills. */
function answers(cell: CellResult, step: number, skills: readonly number[]): boolean[][] | null {
	const evaluation = evaluationAt(cell, step);
	const right = evaluation?.right;
	if (!right || skills.some((skill) => right[skill] === null)) return null;
	const known = decoded.get(evaluation) ?? [];
	decoded.set(evaluation, known);
	return skills.map(
		(skill) => (known[skill] ??= textBits(right[skill]!, cell.final.skills[skill].examples)),
	);
}

/** Score in shares, the mean of the skills. null: a skill is not scored. */
export function meanScore(
	cell: CellResult,
	step: number,
	skills: readonly number[],
): number | null {
	const bits = answers(cell, step, skills);
	return bits && mean(bits.map((list) => list.filter(Boolean).length / list.length));
}

/** Held-out nats, the mean of the skills. */
export function meanLoss(cell: CellResult, step: number, skills: readonly number[]): number | null {
	const losses = evaluationAt(cell, step)?.losses;
	return losses ? mean(skills.map((skill) => losses[skill])) : null;
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

/** The same at the ends of the runs. 0 for a measure that averages no scores. */
export const promptVarianceAtEnd = (
	pairs: readonly CellPair[],
	{ scored }: Pick<ReadMeasure, 'scored'>,
): number | null => (scored ? promptVariance(pairs, ({ steps }) => steps, scored) : null);

type GapsByPrompt = readonly (readonly number[])[];

/** By skill and prompt. */
const meanByPrompt = (gaps: readonly GapsByPrompt[]): number[][] =>
	gaps[0].map((prompts, k) => prompts.map((_, i) => mean(gaps.map((bySkill) => bySkill[k][i]))));

const varianceByPrompt = (bySkill: GapsByPrompt): number =>
	bySkill.reduce(
		(sum, byPrompt) => sum + answerVariance(byPrompt) / (byPrompt.length * bySkill.length ** 2),
		0,
	);

/**
 * By skill and prompt: 1 right in the first cell only, −1 in the second only. In a list of one.
 * null: unknown, or two models whose chat templates reject different rows.
 */
function gapsByPrompt(
	[left, right]: CellPair,
	stepOf: (cell: CellResult) => number,
	skills: readonly number[],
): [number[][]] | null {
	const [a, b] = [answers(left, stepOf(left), skills), answers(right, stepOf(right), skills)];
	if (!a || !b || a.some((list, k) => list.length !== b[k].length)) return null;
	return [a.map((list, k) => list.map((hit, i) => Number(hit) - Number(b[k][i])))];
}

/** Scores at a step, first minus second cell of each pair. null: fewer than two pairs. */
export function scoreDifference(
	pairs: readonly CellPair[],
	step: number,
	skills: readonly number[],
): PairInterval | null {
	const scored = readGaps(pairs, (cell) => meanScore(cell, step, skills));
	if (scored.length < 2) return null;
	const counted = scored.map(({ pair }) => pair);
	return toInterval(
		scored.map(({ gap }) => gap),
		promptVariance(counted, () => step, skills) ?? 0,
	);
}

/**
 * Scores at a step with bases as random draws: each base's mean over its pairs is one draw, and
 * Student's t has bases − 1 degrees of freedom. `pairsByBase`: two bases at least. `expected`: of
 * each base, is subtracted.
 */
export function scoreDifferenceOverBases(
	pairsByBase: readonly (readonly CellPair[])[],
	step: number,
	skills: readonly number[],
	expected: readonly number[] = pairsByBase.map(() => 0),
): PairInterval | null {
	const bases = pairsByBase.flatMap((pairs) => {
		const gaps = pairs.flatMap((pair) => gapsByPrompt(pair, () => step, skills) ?? []);
		return gaps.length > 0 && gaps.length === pairs.length ? [meanByPrompt(gaps)] : [];
	});
	if (bases.length < 2 || bases.length < pairsByBase.length) return null;
	const byBase = bases.map((bySkill, base) => mean(bySkill.map(mean)) - expected[base]);
	return toInterval(byBase, varianceByPrompt(meanByPrompt(bases)));
}

/** Losses at a step in nats. Prompts are fixed: only their mean is stored. */
export function lossDifference(
	pairs: readonly CellPair[],
	step: number,
	skills: readonly number[],
): PairInterval | null {
	const gaps = readGaps(pairs, (cell) => meanLoss(cell, step, skills)).map(({ gap }) => gap);
	return gaps.length < 2 ? null : toInterval(gaps, 0);
}

/** `extra`: the variance besides that of the pairs. p is two-sided. */
export function toInterval(byPair: readonly number[], extra: number) {
	const pairs = byPair.length;
	const centre = mean(byPair);
	const error = Math.sqrt(sampleDeviation(byPair) ** 2 / pairs + extra);
	const reach = error * studentQuantile(1 - level / 2, pairs - 1);
	const p = error > 0 ? 2 * studentTail(Math.abs(centre) / error, pairs - 1) : 1;
	return { mean: centre, low: centre - reach, high: centre + reach, p: Math.min(1, p), pairs };
}
