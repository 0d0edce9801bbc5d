/**
 * A roll-out in which the selector gathers experience: it samples choices and measures their
 * rewards.
 */
import type { BatchPlan, Explanation, Mixer, Observation } from '../policy.ts';
import { Chooser, type ChooserOptions, type Batch } from './chooser.ts';
import type { Decision, ActorEvaluator } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { Experience } from './networks.ts';
import { exampleAt, skillShares } from './pool.ts';
import type { RaiseSetup } from './setup.ts';
import { ValidationTracker } from './validation.ts';

/** A batch as a plan by examples. */
export function planFromBatch(
	{ pool }: PoolFeatures,
	{ places: indices, classes }: Batch,
	skills: number,
): BatchPlan & { readonly by: 'examples' } {
	const weights = skillShares(pool, indices, skills);
	return {
		by: 'examples',
		weights,
		examples: indices.map((index) => exampleAt(pool, index)),
		classes,
	};
}

/** One roll-out from the start weights. */
export class Episode implements Mixer {
	readonly #setup: RaiseSetup;
	readonly #features: PoolFeatures;
	readonly #actor: Float64Array;
	readonly #options: ChooserOptions;
	readonly #onStep: (done: number) => void;
	readonly chooser: Chooser;
	readonly tracker: ValidationTracker;
	/** In the order of the choices. */
	readonly experiences: Experience[] = [];
	#open: Decision | null = null;
	#weights: readonly number[];

	constructor(
		setup: RaiseSetup,
		features: PoolFeatures,
		actor: Float64Array,
		evaluator: ActorEvaluator,
		options: ChooserOptions,
		onStep: (done: number) => void = () => undefined,
	) {
		this.#setup = setup;
		this.#features = features;
		this.#actor = actor;
		this.#options = options;
		this.#onStep = onStep;
		this.chooser = new Chooser(features, evaluator, options);
		this.tracker = new ValidationTracker(setup.validation);
		this.#weights = skillShares(
			features.pool,
			[...features.pool.rows.keys()],
			setup.context.skills.length,
		);
	}

	plan(step: number): BatchPlan {
		const { batch, made } = this.chooser.next(step, this.#actor, this.tracker.performance);
		if (made) this.#open = made;
		const plan = planFromBatch(this.#features, batch, this.#setup.context.skills.length);
		this.#weights = plan.weights;
		return plan;
	}

	probes(step: number) {
		const isDue = this.chooser.isSpent || step + 1 === this.#options.steps;
		return isDue ? [this.tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		this.#onStep(observation.step + 1);
		const measurement = this.tracker.read(observation);
		if (!measurement || measurement.reward === null || !this.#open) return;
		this.experiences.push({ ...this.#open, reward: measurement.reward });
		this.#open = null;
	}

	state() {
		return null;
	}

	explain(): Explanation {
		return {
			weights: this.#weights,
			sentence: { id: 'raise.episode', values: {} },
			traces: [],
		};
	}
}
