/** Events of a run with two skills, of which the second is not drawn in the step. */
import { bitText } from '#engine/core/bytes.ts';
import { mean } from '#engine/core/statistics.ts';
import type { EvaluationEvent, SkillScore, StepEvent } from '#lab/training/events.ts';

export const stepEvent = (step: number, changes: Partial<StepEvent> = {}): StepEvent => ({
	type: 'step',
	step,
	loss: 1,
	skillLoss: [1, null],
	weights: [0.5, 0.5],
	drawn: [4, 0],
	tokens: [40, 0],
	learningRate: 0.001,
	gradientNorm: 1,
	milliseconds: 1,
	...changes,
});

/** `exact`: the share of right answers of each skill. */
export const evaluationEvent = (
	step: number,
	exact: readonly (number | null)[],
	changes: Partial<EvaluationEvent> = {},
): EvaluationEvent => ({
	type: 'evaluation',
	step,
	skills: exact.map((share) => ({ loss: 1, exact: share, tokenAccuracy: 0, examples: 100 })),
	averageExact: null,
	worstExact: null,
	milliseconds: 1,
	...changes,
});

/** The score of rows with these losses. `right`: so many of the first answers; null: a text. */
export const scoreOfRows = (losses: readonly number[], right: number | null): SkillScore => ({
	loss: mean(losses),
	exact: right === null ? null : right / losses.length,
	tokenAccuracy: 0.5,
	examples: losses.length,
	...(right !== null && { right: bitText(losses.map((_, i) => i < right)) }),
	losses,
});

/** Losses of so many rows around a mean. With the same phase, the same rows are hard. */
export const lossesAround = (centre: number, rows: number, phase = 0): readonly number[] =>
	Array.from({ length: rows }, (_, i) => centre * (1 + 0.5 * Math.sin(i + phase)));
