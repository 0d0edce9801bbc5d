/** The examples of one step, drawn for a policy's plan. */
import type { RandomStream } from '#core/random.ts';
import type { ExampleAddress } from '#data/batch.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import type { BatchPlan } from '#mixing/policy.ts';
import { drawBatch } from '#mixing/sampler.ts';
import { exampleAddress } from './probes.ts';

/** `addresses`, `skills`, `lengths` and `noisy` have one entry per example. */
export interface TrainingBatch {
	readonly addresses: readonly ExampleAddress[];
	readonly skills: readonly number[];
	/** In tokens, without padding. */
	readonly lengths: readonly number[];
	/** Whether the answer is known to be wrong. */
	readonly noisy: readonly boolean[];
	/** Sum of `lengths`. */
	readonly tokens: number;
	/** Examples that each skill has given so far, this batch included. */
	readonly drawn: readonly number[];
}

export interface DrawState {
	readonly stream: RandomStream;
	/** Counts from 0. */
	readonly step: number;
	readonly batchSize: number;
	/** Examples that each skill has given before this batch. */
	readonly drawn: readonly number[];
}

export function drawTrainingBatch(
	plan: BatchPlan,
	skills: readonly EncodedSkill[],
	state: DrawState,
): TrainingBatch {
	const sizes = skills.map(({ info, train }) => ({ id: info.id, size: train.count }));
	const { examples, drawn } = drawBatch(plan, { ...state, skills: sizes });
	const addresses = examples.map((example) => exampleAddress(skills, example));
	const lengths = addresses.map(({ set, index }) => set.offsets[index + 1] - set.offsets[index]);
	return {
		addresses,
		skills: examples.map(({ skill }) => skill),
		lengths,
		noisy: addresses.map(({ set, index }) => set.noisy[index] === 1),
		tokens: lengths.reduce((sum, length) => sum + length, 0),
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
