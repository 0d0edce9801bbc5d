/** A run in which the selector gathers experience: chooses by chance, and hears after each choice what it was worth. */
import type { BatchPlan, Mixer, Observation } from '../policy.ts';
import { Chooser, type ChooserOptions, type Dealt } from './chooser.ts';
import type { Decision, Scorer } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { Experience } from './networks.ts';
import { refAt, sharesAmong } from './pool.ts';
import type { RaiseSetup } from './setup.ts';
import { ValidationWatch } from './validationWatch.ts';

/** A batch of a pool's members as a plan. */
export function planOf(
	{ pool }: PoolFeatures,
	{ places, classes }: Dealt,
	skills: number,
): BatchPlan & { readonly by: 'examples' } {
	const weights = sharesAmong(pool, places, skills);
	return { by: 'examples', weights, examples: places.map((place) => refAt(pool, place)), classes };
}

/** One roll-out from the start weights. */
export class Episode implements Mixer {
	readonly #setup: RaiseSetup;
	readonly #features: PoolFeatures;
	readonly #actor: Float64Array;
	readonly #options: ChooserOptions;
	readonly #onStep: (done: number) => void;
	readonly chooser: Chooser;
	readonly watch: ValidationWatch;
	/** In the order of the choices. */
	readonly experiences: Experience[] = [];
	#open: Decision | null = null;
	#weights: readonly number[];

	constructor(
		setup: RaiseSetup,
		features: PoolFeatures,
		actor: Float64Array,
		scorer: Scorer,
		options: ChooserOptions,
		onStep: (done: number) => void = () => undefined,
	) {
		this.#setup = setup;
		this.#features = features;
		this.#actor = actor;
		this.#options = options;
		this.#onStep = onStep;
		this.chooser = new Chooser(features, scorer, options);
		this.watch = new ValidationWatch(setup.validation);
		this.#weights = sharesAmong(
			features.pool,
			[...features.pool.rows.keys()],
			setup.context.skills.length,
		);
	}

	plan(step: number): BatchPlan {
		const { batch, made } = this.chooser.next(step, this.#actor, this.watch.performance);
		if (made) this.#open = made;
		const plan = planOf(this.#features, batch, this.#setup.context.skills.length);
		this.#weights = plan.weights;
		return plan;
	}

	probes(step: number) {
		const isDue = this.chooser.isSpent || step + 1 === this.#options.steps;
		return isDue ? [this.watch.probe()] : [];
	}

	observe(observation: Observation): void {
		this.#onStep(observation.step + 1);
		const heard = this.watch.read(observation);
		if (!heard || heard.reward === null || !this.#open) return;
		this.experiences.push({ ...this.#open, reward: heard.reward });
		this.#open = null;
	}

	state() {
		return null;
	}

	explain() {
		return {
			weights: this.#weights,
			sentence: 'The selector tries choices and measures what they are worth.',
			traces: [],
		};
	}
}
