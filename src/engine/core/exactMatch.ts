/** What an evaluation says about a run as a whole: average, worst skill, and what they count. */
import { measureSource, measureUnit, type MeasureId, type MeasureUnit } from './measureKinds.ts';
import { mean, sampleDeviation } from './statistics.ts';

/** The part of a skill's score that is read here. */
interface MeasuredSkill {
	readonly exact: number | null;
	/** Absent: the exact match, or the rule of a built-in skill. */
	readonly measure?: MeasureId | undefined;
}

/** What the score counts: right answers, right next tokens, or nothing but the loss. */
export const scoreUnit = ({ exact, measure = 'exact' }: MeasuredSkill): MeasureUnit =>
	exact === null ? 'loss' : measureUnit({ kind: measure });

/** Prompts behind the score, whose marks it can have: those that were answered, or all. */
export const scoredPrompts = ({
	written,
	examples,
}: {
	readonly written?: number;
	readonly examples: number;
}): number => written ?? examples;

/**
 * What the headline of a run counts: what all of its trained skills count, or the loss if they
 * count different things. Unlike measures are never averaged.
 */
export function headlineUnit(
	skills: readonly MeasuredSkill[],
	isTrained: readonly boolean[],
): MeasureUnit {
	const units = new Set(skills.filter((_, i) => isTrained[i]).map(scoreUnit));
	const [only = 'loss', other] = units;
	return other === undefined ? only : 'loss';
}

/** null: the trained skills do not count the same. */
export interface ExactSummary {
	/** Mean share of the trained skills. */
	readonly averageExact: number | null;
	/** The first of the worst skills, by its index. */
	readonly worstExact: { readonly skill: number; readonly exact: number } | null;
}

export function summariseExact(
	skills: readonly MeasuredSkill[],
	isTrained: readonly boolean[],
): ExactSummary {
	if (headlineUnit(skills, isTrained) === 'loss') return { averageExact: null, worstExact: null };
	const marks = skills.flatMap(({ exact }, skill) =>
		exact !== null && isTrained[skill] ? [{ skill, exact }] : [],
	);
	return {
		averageExact: mean(marks.map(({ exact }) => exact)),
		worstExact: marks.toSorted((a, b) => a.exact - b.exact).at(0) ?? null,
	};
}

export interface Headline {
	readonly unit: MeasureUnit;
	/** Mean share of the trained skills, or their mean held-out loss in nats per answer token. */
	readonly average: number;
	/** null: the headline is a loss, and losses of different texts have no common scale. */
	readonly worst: { readonly skill: number; readonly exact: number } | null;
}

/** Some trained skills have long answers, and no answer is right: only losses can be compared. */
export const isNoneRight = (
	evaluations: readonly (ExactSummary & { readonly skills: readonly MeasuredSkill[] })[],
	isTrained: readonly boolean[],
): boolean =>
	evaluations.every(
		({ averageExact, skills }) =>
			averageExact === 0 &&
			skills.some(
				({ measure: kind }, i) =>
					isTrained[i] && kind !== undefined && measureSource({ kind }) === 'generated',
			),
	);

/**
 * The one figure of a run at an evaluation, or its loss in any case. null: nothing is trained.
 */
export function headline(
	{
		skills,
		averageExact,
		worstExact,
	}: ExactSummary & { readonly skills: readonly (MeasuredSkill & { readonly loss: number })[] },
	isTrained: readonly boolean[],
	asLoss = false,
): Headline | null {
	const trained = skills.filter((_, i) => isTrained[i]);
	if (trained.length === 0) return null;
	if (averageExact === null || asLoss)
		return { unit: 'loss', average: mean(trained.map(({ loss }) => loss)), worst: null };
	// Stored evaluations of before leave trained raw text out of the average.
	const scored = trained.find(({ exact }) => exact !== null)!;
	return { unit: scoreUnit(scored), average: averageExact, worst: worstExact };
}

/**
 * Sample variance over prompts of the differences of two answers, −1 to 1. One prompt has none: it
 * counts as 1, the most that these differences have.
 */
export const answerVariance = (gaps: readonly number[]): number =>
	gaps.length < 2 ? 1 : sampleDeviation(gaps) ** 2;
