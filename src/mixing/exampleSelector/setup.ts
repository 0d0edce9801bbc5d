/** What RAISE's parts need of the settings and the run, worked out once. */
import type { MixContext } from '../policy.ts';
import { candidateCount, type ChooserOptions } from './chooser.ts';
import { Scorer } from './choose.ts';
import type { LearningOptions } from './networks.ts';
import { poolOf, type ExamplePool } from './pool.ts';
import type { RaiseValues } from './settings.ts';
import { validationBatch, type ValidationBatch } from './validation.ts';

export interface RaiseSetup {
	readonly values: RaiseValues;
	readonly context: MixContext;
	readonly validation: ValidationBatch;
	/** Every training example but those that stand in for validation rows. */
	readonly pool: ExamplePool;
}

/** Throws InputError on settings that cannot work with these skills. */
export function raiseSetup(values: RaiseValues, context: MixContext): RaiseSetup {
	const validation = validationBatch(context, values.targets, values.validation);
	return { values, context, validation, pool: poolOf(context.skills, validation.withheld) };
}

/** `done`: roll-outs that are done; with `decay` the learning rate falls evenly to 0 over all of them. */
export const learningOptions = (values: RaiseValues, done = 0): LearningOptions => ({
	...values,
	ratio: values.ratio === 'product' ? 'product' : 'mean',
	learningRate: values.learningRate * (values.decay ? 1 - done / values.episodes : 1),
});

/** Of a run in which the selector learns: always sampled, at temperature 1. */
export const learningChoices = (
	{ values, context }: RaiseSetup,
	steps: number,
	name: string,
): ChooserOptions => ({
	batchSize: context.batchSize,
	steps,
	candidates: values.candidates,
	every: values.every,
	repeats: values.repeats,
	temperature: 1,
	stream: context.random.child(name),
});

/** Of the run with a frozen selector. */
export const frozenChoices = (setup: RaiseSetup): ChooserOptions => ({
	...learningChoices(setup, setup.context.totalSteps, 'run'),
	candidates: setup.values.runCandidates,
	temperature: setup.values.selection === 'greedy' ? null : setup.values.temperature,
});

/** Room for the choices of these options in a pool of this size. */
export const scorerFor = (
	{ hidden, leaveOut }: Pick<RaiseValues, 'hidden' | 'leaveOut'>,
	size: number,
	options: ChooserOptions,
): Scorer => new Scorer(hidden, candidateCount(size, options), leaveOut as Scorer['without']);
