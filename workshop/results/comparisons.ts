/** Comparisons of a published study's policies: differences with intervals, corrected by Holm. */
import { InternalError } from '../../src/engine/core/errors.ts';
import { mean } from '../../src/engine/core/statistics.ts';
import { holm, level } from '../../src/lab/study/pairedTests.ts';
import {
	lossDifference,
	scoreDifference,
	scoreDifferenceOverBases,
	type PairInterval,
} from './intervals.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { scoredSkills } from '../../src/lab/study/measures.ts';
import { pairCells, type CellPair, type CellResult } from '../../src/lab/study/result.ts';
import type { PublishedStudy } from '../../scripts/lib/shelf/published.ts';

/** Updates after which the scores are read. */
export const budgets = [100, 300] as const;
export type Budget = (typeof budgets)[number];

/** Indices of the skills in the average: all but general text. */
export const domainSkills = ({ study }: PublishedStudy): number[] =>
	study.experiment.skills.flatMap(({ id }, i) => (study.groups.domain.includes(id) ? [i] : []));

/** The average without the skills that test what was trained. */
export function withoutRecall(published: PublishedStudy): number[] {
	const scored = scoredSkills(published.study, published.skills);
	return domainSkills(published).filter((i) => !scored[i].isRecall);
}

export const cellsOf = ({ results }: PublishedStudy, policy: string): CellResult[] =>
	results.filter(({ factors }) => factors.policy === policy);

/** Cells of the two policies with equal other factors. */
export const pairsOf = (study: PublishedStudy, policy: string, against: string): CellPair[] =>
	pairCells(cellsOf(study, policy), cellsOf(study, against), [
		'model',
		'seed',
		'epochs',
		'learningRate',
	]);

export interface Tested extends PairInterval {
	/** p after Holm's correction. */
	readonly adjusted: number;
	readonly verdict: 'better' | 'worse' | 'not told apart';
}

/** Differences of the average, at the same skills. null: fewer than two pairs. */
export const scoreGap = (
	study: PublishedStudy,
	[policy, against]: readonly [string, string],
	step: number,
	skills = domainSkills(study),
): PairInterval | null => scoreDifference(pairsOf(study, policy, against), step, skills);

/** The pairs of all studies by base. */
const pairsByBase = (
	studies: readonly PublishedStudy[],
	[policy, against]: readonly [string, string],
): CellPair[][] => {
	const pairs = studies.flatMap((study) => pairsOf(study, policy, against));
	return [...listsByKey(pairs, ([{ factors }]) => factors.model).values()];
};

/** Bases as random draws. null: fewer than two bases. */
export const basesGap = (
	studies: readonly PublishedStudy[],
	sides: readonly [string, string],
	step: number,
	skills = domainSkills(studies[0]),
): PairInterval | null => scoreDifferenceOverBases(pairsByBase(studies, sides), step, skills);

/** Held-out nats, the mean of the bases. */
export const basesLoss = (
	studies: readonly PublishedStudy[],
	sides: readonly [string, string],
	step: number,
): number =>
	mean(
		pairsByBase(studies, sides).map(
			(pairs) => lossDifference(pairs, step, domainSkills(studies[0]))?.mean ?? NaN,
		),
	);

export const lossGap = (
	study: PublishedStudy,
	[policy, against]: readonly [string, string],
	step: number,
	skills: readonly number[] = domainSkills(study),
): PairInterval | null => lossDifference(pairsOf(study, policy, against), step, skills);

/** Corrects all of them together. `best`: the sign of what is better, −1 for losses. */
export function tested(gaps: readonly PairInterval[], best: 1 | -1 = 1): Tested[] {
	const adjusted = holm(gaps.map(({ p }) => p));
	return gaps.map((gap, i) => {
		const p = adjusted[i];
		if (p === null) throw new InternalError('A difference has no p.');
		const verdict = p >= level ? 'not told apart' : best * gap.mean > 0 ? 'better' : 'worse';
		return { ...gap, adjusted: p, verdict };
	});
}
