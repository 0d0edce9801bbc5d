/**
 * The difference of two policies with an interval that covers other runs and other prompts: the
 * pairs' scatter and, where answers are stored by prompt, that of the prompts (promptVariance.ts).
 * Student's t with pairs − 1 degrees of freedom.
 */
import {
	mean,
	sampleDeviation,
	studentQuantile,
	studentTail,
} from '../../src/engine/core/statistics.ts';
import { level } from '../../src/lab/study/pairedTests.ts';
import {
	evaluationAt,
	readGaps,
	type CellPair,
	type CellResult,
} from '../../src/lab/study/result.ts';
import {
	gapsByPrompt,
	meanByPrompt,
	promptVariance,
	rightAnswers,
	varianceByPrompt,
} from './promptVariance.ts';

export type PairInterval = Readonly<ReturnType<typeof toInterval>>;

/** Score in shares, the mean of the skills. null: a skill is not scored. */
export function meanScore(
	cell: CellResult,
	step: number,
	skills: readonly number[],
): number | null {
	const bits = rightAnswers(cell, step, skills);
	return bits && mean(bits.map((list) => list.filter(Boolean).length / list.length));
}

/** Held-out nats, the mean of the skills. */
export function meanLoss(cell: CellResult, step: number, skills: readonly number[]): number | null {
	const losses = evaluationAt(cell, step)?.losses;
	return losses ? mean(skills.map((skill) => losses[skill])) : null;
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
