/** The report of one step. */
import type { BatchPlan } from '#mixing/policy.ts';
import type { ChosenExample, StepEvent } from './events.ts';
import type { StepScalars } from './learner.ts';
import type { TimedResult } from './readAhead.ts';
import type { TrainingBatch } from './trainingBatch.ts';

interface StepFacts {
	readonly plan: BatchPlan;
	readonly batch: TrainingBatch;
	readonly scalars: StepScalars;
	readonly result: TimedResult;
	readonly skillLoss: readonly (number | null)[];
	/** Time that the policy's probes took; null: it asked for none. */
	readonly probeMilliseconds: number | null;
	/** Whether any trained skill has answers that are known to be wrong. */
	readonly hasNoise: boolean;
}

export function stepEvent(facts: StepFacts): StepEvent {
	const { plan, batch, scalars, result, skillLoss, probeMilliseconds, hasNoise } = facts;
	const { losses, gradientNorm, milliseconds } = result;
	/** Sums over each skill's examples. */
	const bySkill = (valueAt: (example: number) => number): number[] => {
		const sums = skillLoss.map(() => 0);
		batch.skills.forEach((skill, i) => (sums[skill] += valueAt(i)));
		return sums;
	};
	return {
		type: 'step',
		step: scalars.step,
		loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
		skillLoss,
		weights: plan.weights,
		drawn: bySkill(() => 1),
		tokens: bySkill((i) => batch.lengths[i]),
		learningRate: scalars.learningRate,
		gradientNorm,
		...(hasNoise && { noisy: bySkill((i) => (batch.noisy[i] ? 1 : 0)) }),
		...(plan.by === 'examples' && { chosen: chosenExamples(plan, batch) }),
		milliseconds,
		...(probeMilliseconds !== null && { probeMilliseconds }),
	};
}

const chosenExamples = (
	plan: Extract<BatchPlan, { by: 'examples' }>,
	{ noisy }: TrainingBatch,
): ChosenExample[] =>
	plan.examples.map(({ skill, index }, i) => ({
		skill,
		row: index,
		...(plan.classes && { class: plan.classes[i] }),
		noisy: noisy[i],
	}));
