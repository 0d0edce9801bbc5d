/** Values that RAISE's parts derive from the settings and the run. */
import type { MixContext, Mixer } from '../policy.ts';
import { candidateCount, type ChooserOptions } from './Chooser.ts';
import { ActorEvaluator } from './choose.ts';
import type { LearningOptions } from './ppo.ts';
import { createPool } from './pool.ts';
import type { RaiseValues } from './settings.ts';
import { validationBatch } from './validation.ts';
import { InternalError } from '#engine/core/errors.ts';
import { equalShares } from '../shares.ts';

export type RaiseSetup = ReturnType<typeof raiseSetup>;

/**
 * `pool`: all training examples except those that replace validation rows. Throws an InputError on
 * settings that cannot work with these skills.
 */
export function raiseSetup(values: RaiseValues, context: MixContext) {
	const validation = validationBatch(context, values.targets, values.validation);
	return { values, context, validation, pool: createPool(context.skills, validation.withheld) };
}

/** `done`: number of finished roll-outs. With `decay` the learning rate falls linearly to 0. */
export const learningOptions = (values: RaiseValues, done = 0): LearningOptions => ({
	...values,
	learningRate: values.learningRate * (values.decay ? 1 - done / values.episodes : 1),
});

/** Options of a run in which the selector learns: always sampled, at temperature 1. */
export const learningChoices = (
	{ values, context }: RaiseSetup,
	steps: number,
	name: string,
): ChooserOptions => ({
	...values,
	batchSize: context.batchSize,
	steps,
	temperature: 1,
	stream: context.random.child(name),
});

export const createEvaluator = (
	{ hidden, leaveOut }: Pick<RaiseValues, 'hidden' | 'leaveOut'>,
	size: number,
	options: ChooserOptions,
): ActorEvaluator => new ActorEvaluator(hidden, candidateCount(size, options), leaveOut);

/** A mixer that only proves that the settings are valid: nothing is prepared or measured yet. */
export const unpreparedMixer = (skills: number, id: 'raise.waiting' | 'raise.online'): Mixer => ({
	plan: () => {
		throw new InternalError(
			'RAISE has no trained selector and no measured pool yet. Call prepare and survey first.',
		);
	},
	probes: () => [],
	observe: () => undefined,
	state: () => null,
	explain: () => ({ weights: equalShares(skills), sentence: { id, values: {} }, traces: [] }),
});
