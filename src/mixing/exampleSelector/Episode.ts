/** A roll-out from the start weights: it samples choices and gathers their rewards. */
import type { Explanation, Mixer, Observation } from '../policy.ts';
import type { ChooserOptions } from './Chooser.ts';
import type { ActorEvaluator } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { Experience } from './ppo.ts';
import { SelectorMixer } from './SelectorMixer.ts';
import type { RaiseSetup } from './setup.ts';

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
