/** Events of a run with two skills, of which the second is not drawn in the step. */
import type { EvaluationEvent, StepEvent } from '#lab/training/events.ts';

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
