/**
 * The difference of two policies with an interval that covers other draws and other prompts: the
 * draws' scatter and, for scores, that of the prompts (promptVariance.ts). A draw is a pair of
 * cells, or the mean over the pairs of a base where bases are random. Student's t, with one degree
 * of freedom less than draws.
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
import { gapsByPrompt, meanByPrompt, promptVariance, rightAnswers } from './promptVariance.ts';

export type PairInterval = Readonly<ReturnType<typeof toInterval>>;

/** The pairs of each draw. */
export type Draws = readonly (readonly CellPair[])[];

/** Score in shares, the mean of the skills. null: a skill is not scored. */
export function meanScore(
	cell: CellResult,
	step: number | 'end',
	skills: readonly number[],
): number | null {
	const bits = rightAnswers(cell, step, skills);
	return bits && mean(bits.map((list) => list.filter(Boolean).length / list.length));
}

/** Held-out nats, the mean of the skills. */
export function meanLoss(
	cell: CellResult,
	step: number | 'end',
	skills: readonly number[],
): number | null {
	const losses = evaluationAt(cell, step)?.losses;
	return losses ? mean(skills.map((skill) => losses[skill])) : null;
}

/** Scores at a step. null: fewer than two draws, or a pair without scores. */
export function scoreDifference(
	draws: Draws,
	step: number | 'end',
	skills: readonly number[],
): PairInterval | null {
	const known = draws.flatMap((pairs) => {
		const gaps = pairs.flatMap((pair) => {
			const found = gapsByPrompt(pair, step, skills);
			return found ? [found] : [];
		});
		return gaps.length > 0 && gaps.length === pairs.length ? [meanByPrompt(gaps)] : [];
	});
	if (known.length < 2 || known.length < draws.length) return null;
	return toInterval(
		known.map((bySkill) => mean(bySkill.map(mean))),
		promptVariance(known),
	);
}

/** Losses at a step in nats. Prompts are fixed: only their mean is stored. */
export function lossDifference(
	draws: Draws,
	step: number | 'end',
	skills: readonly number[],
): PairInterval | null {
	const byDraw = draws.flatMap((pairs) => {
		const gaps = readGaps(pairs, (cell) => meanLoss(cell, step, skills));
		return gaps.length === 0 ? [] : [mean(gaps.map(({ gap }) => gap))];
	});
	return byDraw.length < 2 ? null : toInterval(byDraw, 0);
}

/** `extra`: the variance besides the draws’. p is two-sided; `inner`: half of the 90 % interval. */
export function toInterval(byDraw: readonly number[], extra: number) {
	const draws = byDraw.length;
	const centre = mean(byDraw);
	const error = Math.sqrt(sampleDeviation(byDraw) ** 2 / draws + extra);
	const reachOf = (p: number) => error * studentQuantile(1 - p / 2, draws - 1);
	const reach = reachOf(level);
	const p = error > 0 ? 2 * studentTail(Math.abs(centre) / error, draws - 1) : 1;
	return {
		mean: centre,
		low: centre - reach,
		high: centre + reach,
		inner: reachOf(2 * level),
		p: Math.min(1, p),
		draws,
		error,
		/** Draws with a mean below 0. */
		below: byDraw.filter((value) => value < 0).length,
	};
}
