/** The examples of one step, drawn for a policy's plan, and the report of the step. */
import { mean, sum } from '#engine/core/statistics.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { type BatchPlan, drawBatch, type DrawOptions } from '#mixing/index.ts';
import type { ChosenExample, StepEvent } from './events.ts';
import type { StepScalars } from '#engine/training/optimizer.ts';
import { exampleAddress } from './exampleAddress.ts';
import type { TimedResult } from './ReadAhead.ts';

type TrainingBatch = ReturnType<typeof drawTrainingBatch>;

/** `addresses`, `skills`, `lengths` and `noisy` have one entry per example. */
export function drawTrainingBatch(
	plan: BatchPlan,
	skills: readonly EncodedSkill[],
	state: Omit<DrawOptions, 'skills'>,
) {
	const sizes = skills.map(({ info, train }) => ({ id: info.id, size: train.count }));
	const { examples, drawn } = drawBatch(plan, { ...state, skills: sizes });
	const addresses = examples.map((example) => exampleAddress(skills, example));
	const lengths = addresses.map(({ set, index }) => set.offsets[index + 1] - set.offsets[index]);
	return {
		addresses,
		skills: examples.map(({ skill }) => skill),
		/** In tokens, without padding. */
		lengths,
		/** Whether the answer is known to be wrong. */
		noisy: addresses.map(({ set, index }) => set.noisy[index] === 1),
		tokens: sum(lengths),
		/** Examples that each skill has given so far, this batch included. */
		drawn,
	};
}

/** Mean loss of each skill's examples; null for a skill that is not in the batch. */
export function meanLossBySkill(
	losses: Float64Array,
	skills: readonly number[],
	skillCount: number,
): (number | null)[] {
	const sums = new Array<number>(skillCount).fill(0);
	const counts = new Array<number>(skillCount).fill(0);
	skills.forEach((skill, i) => {
		sums[skill] += losses[i];
		counts[skill]++;
	});
	return sums.map((sum, skill) => (counts[skill] === 0 ? null : sum / counts[skill]));
}

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
		loss: mean(losses),
		skillLoss,
		weights: plan.weights,
		drawn: bySkill(() => 1),
		tokens: bySkill((i) => batch.lengths[i]),
		learningRate: scalars.learningRate,
		gradientNorm,
		...(hasNoise && { noisy: bySkill((i) => (batch.noisy[i] ? 1 : 0)) }),
		batch: {
			skills: batch.skills,
			rows: batch.addresses.map(rowOf),
			losses: Array.from(losses, (loss) => Math.round(1000 * loss)),
		},
		...(plan.by === 'examples' && { chosen: chosenExamples(plan, batch) }),
		milliseconds,
		...(probeMilliseconds !== null && { probeMilliseconds }),
	};
}

/** The index among all training examples: the set has those that fit the context. */
const rowOf = ({ set, index }: ExampleAddress): number => set.rejected?.fitting[index] ?? index;

const chosenExamples = (
	plan: Extract<BatchPlan, { by: 'examples' }>,
	{ noisy, addresses }: TrainingBatch,
): ChosenExample[] =>
	plan.examples.map(({ skill }, i) => ({
		skill,
		row: rowOf(addresses[i]),
		...(plan.classes && { class: plan.classes[i] }),
		noisy: noisy[i],
	}));
