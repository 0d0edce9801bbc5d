/** Mixers that choose by a selector's scores: their common part, a roll-out, and a frozen run. */
import { toJson, type Json } from '#engine/core/json.ts';
import type { BatchPlan, Explanation, Mixer, Observation } from '../policy.ts';
import type { Selector } from './artefact.ts';
import { ChoiceReport } from './choiceReport.ts';
import { Chooser, type ChooserOptions } from './chooser.ts';
import type { ActorEvaluator, Decision } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { Experience } from './ppo.ts';
import { exampleAt, skillShares } from './pool.ts';
import { createEvaluator, learningChoices, type RaiseSetup } from './setup.ts';
import { ValidationTracker } from './validation.ts';

export type SavedSelection = ReturnType<SelectorMixer['savedSelection']>;

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

	savedSelection() {
		const { chooser, tracker, weights } = this;
		return { chooser: chooser.state(), watch: tracker.watched, weights };
	}

	#shares(indices: readonly number[]): number[] {
		return skillShares(this.features.pool, indices, this.setup.context.skills.length);
	}
}

/** A roll-out from the start weights: it samples choices and gathers their rewards. */
export class Episode extends SelectorMixer implements Mixer {
	/** In the order of the choices. */
	readonly experiences: Experience[] = [];

	constructor(
		setup: RaiseSetup,
		features: PoolFeatures,
		readonly actor: Float64Array,
		evaluator: ActorEvaluator,
		options: ChooserOptions,
		private readonly onStep: (done: number) => void = () => undefined,
	) {
		super(setup, features, evaluator, options);
	}

	probes(step: number) {
		const isDue = this.chooser.isSpent || step + 1 === this.options.steps;
		return isDue ? [this.tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		this.onStep(observation.step + 1);
		const experience = this.read(observation);
		if (experience) this.experiences.push(experience);
	}

	state() {
		return null;
	}

	explain(): Explanation {
		return { weights: this.weights, sentence: { id: 'raise.episode', values: {} }, traces: [] };
	}
}

/** A run with a trained selector, which does not learn any more. */
export class FrozenRun extends SelectorMixer implements Mixer {
	readonly learns = 'probes';
	readonly actor: Float64Array;
	readonly #selector: Selector;
	readonly #report: ChoiceReport;

	constructor(setup: RaiseSetup, features: PoolFeatures, selector: Selector, saved?: Json) {
		const kept = saved as unknown as (SavedSelection & { readonly report: Json }) | undefined;
		const { context, values } = setup;
		const options = {
			...learningChoices(setup, context.totalSteps, 'run'),
			candidates: values.runCandidates,
			temperature: values.selection === 'greedy' ? null : values.temperature,
		};
		const { hidden, without: leaveOut, actor, training } = selector;
		const evaluator = createEvaluator({ hidden, leaveOut }, features.pool.size, options);
		super(setup, features, evaluator, options, kept);
		this.actor = actor;
		this.#selector = selector;
		this.#report = new ChoiceReport(training.losses, kept?.report);
	}

	probes(step: number) {
		const isDue = (step + 1) % this.setup.values.refresh === 0;
		return this.tracker.watched.start === null || isDue ? [this.tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		this.read(observation);
	}

	state(): Json {
		return toJson({ ...this.savedSelection(), report: this.#report.state() });
	}

	explain(): Explanation {
		return this.#report.explain(this, this.#selector.meanStage);
	}
}
