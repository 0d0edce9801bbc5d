/** Comparisons of a published study's policies: differences with intervals, corrected by Holm. */
import { InternalError } from '../../src/engine/core/errors.ts';
import { remembered } from '../../src/engine/core/remembered.ts';
import { listsByKey } from '../../src/engine/core/listsByKey.ts';
import { holm, level, margin, smallestRatio } from '../../src/lab/study/pairedTests.ts';
import { scoredSkills } from '../../src/lab/study/measures.ts';
import { pairCells, type CellPair, type CellResult } from '../../src/lab/study/result.ts';
import type { PublishedStudy } from '../../scripts/lib/shelf/published.ts';
import { lossDifference, scoreDifference, type Draws, type PairInterval } from './intervals.ts';

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
	/** Equivalent: the 90 % interval of a difference of scores is within the margin. */
	readonly verdict: 'better' | 'worse' | 'equivalent' | 'not told apart';
	/** The smallest difference that these draws detect with 80 % power, at Holm's first step. */
	readonly detects: number;
}

/** Bases of several seeds are random draws; two sizes of a base are not. */
const hasDrawnBases = (studies: readonly PublishedStudy[]): boolean =>
	studies.length > 1 || (studies[0].study.axes.model ?? []).length > 2;

/** A draw is the mean of a base, or a pair of cells of one. `but`: a base that is left out. */
export function drawsOf(
	studies: readonly PublishedStudy[],
	[policy, against]: readonly [string, string],
	but?: string,
): Draws {
	const pairs = studies
		.flatMap((study) => pairsOf(study, policy, against))
		.filter(([{ factors }]) => but === undefined || factors.model !== but);
	if (!hasDrawnBases(studies)) return pairs.map((pair) => [pair]);
	return [...listsByKey(pairs, ([{ factors }]) => factors.model).values()];
}

/** Differences of the average, at the same skills. null: fewer than two draws. */
export const scoreGap = (
	studies: readonly PublishedStudy[],
	sides: readonly [string, string],
	step: number | 'end',
	{ skills = domainSkills(studies[0]), but }: { skills?: readonly number[]; but?: string } = {},
): PairInterval | null => scoreDifference(drawsOf(studies, sides, but), step, skills);

/** In held-out nats. */
export const lossGap = (
	studies: readonly PublishedStudy[],
	sides: readonly [string, string],
	step: number | 'end',
	{ skills = domainSkills(studies[0]), but }: { skills?: readonly number[]; but?: string } = {},
): PairInterval | null => lossDifference(drawsOf(studies, sides, but), step, skills);

/** Tables ask for the same few ratios again and again. */
const ratioAt = remembered((p: number) => remembered((n: number) => smallestRatio(n, p)));

/** Corrects all of them together. Fewer nats and wrong answers are better; scores have a margin. */
export function tested(
	gaps: readonly PairInterval[],
	unit: 'share' | 'nats' | 'wrong' = 'share',
	within: number | null = unit === 'share' ? margin : null,
): Tested[] {
	const adjusted = holm(gaps.map(({ p }) => p));
	const best = unit === 'share' ? 1 : -1;
	return gaps.map((gap, i): Tested => {
		const p = adjusted[i];
		if (p === null) throw new InternalError('A difference has no p.');
		const isSmall = within !== null && Math.abs(gap.mean) + gap.inner <= within;
		const open = isSmall ? 'equivalent' : 'not told apart';
		const verdict = p >= level ? open : best * gap.mean > 0 ? 'better' : 'worse';
		const ratio = ratioAt(level / gaps.length)(gap.draws);
		return { ...gap, adjusted: p, verdict, detects: ratio * gap.error * Math.sqrt(gap.draws) };
	});
}
