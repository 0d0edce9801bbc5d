/** The common part of mixers that choose by a selector's scores. */
import type * as v from 'valibot';
import type { BatchPlan, Observation } from '../policy.ts';
import { finite, listOf } from '../storedData.ts';
import { Chooser, chooserSchema, type ChooserOptions } from './Chooser.ts';
import type { ActorEvaluator, Decision } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { Experience } from './ppo.ts';
import { exampleAt, skillShares } from './pool.ts';
import type { RaiseSetup } from './setup.ts';
import { ValidationTracker, watchedSchema } from './validation.ts';

/** The fields of a selector mixer in a checkpoint. */
export const selectionFields = {
	chooser: chooserSchema,
	watch: watchedSchema,
	weights: listOf(finite),
};
type SavedSelection = v.InferOutput<v.ObjectSchema<typeof selectionFields, undefined>>;

export abstract class SelectorMixer {
	abstract readonly actor: Float64Array;
	readonly chooser: Chooser;
	readonly tracker: ValidationTracker;
	/** Shares of the last batch; before the first one, of the pool. */
	weights: readonly number[];
	/** The last choice, until its reward is measured. */
	protected open: Decision | null = null;

	constructor(
		readonly setup: RaiseSetup,
		readonly features: PoolFeatures,
		readonly evaluator: ActorEvaluator,
		readonly options: ChooserOptions,
		saved?: SavedSelection,
	) {
		const { pool } = features;
		this.chooser = new Chooser(features, evaluator, options, saved?.chooser);
		this.tracker = new ValidationTracker(setup.validation, saved?.watch);
		this.weights = saved?.weights ?? this.#shares([...pool.rows.keys()]);
	}

	plan(step: number): BatchPlan {
		const { batch, made } = this.chooser.next(step, this.actor, this.tracker.performance);
		if (made) this.open = made;
		const { places: indices, classes } = batch;
		this.weights = this.#shares(indices);
		const examples = indices.map((index) => exampleAt(this.features.pool, index));
		return { by: 'examples', weights: this.weights, examples, classes };
	}

	/** Reads the validation loss. Returns the last choice with its reward, if it was measured. */
	protected read(observation: Observation): Experience | null {
		const reward = this.tracker.read(observation);
		if (reward === null || !this.open) return null;
		const experience = { ...this.open, reward };
		this.open = null;
		return experience;
	}

	savedSelection(): SavedSelection {
		const { chooser, tracker, weights } = this;
		return { chooser: chooser.state(), watch: tracker.watched, weights };
	}

	#shares(indices: readonly number[]): number[] {
		return skillShares(this.features.pool, indices, this.setup.context.skills.length);
	}
}
