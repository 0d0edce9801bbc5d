/** A run with a trained selector, which does not learn any more. */
import { toJson, type Json } from '#engine/core/json.ts';
import type { Explanation, Mixer, Observation } from '../policy.ts';
import type { Selector } from './artefact.ts';
import { objectOf, readState } from '../storedData.ts';
import { explainChoice } from './explainChoice.ts';
import type { PoolFeatures } from './features.ts';
import { SelectorMixer, selectionFields } from './SelectorMixer.ts';
import { createEvaluator, learningChoices, type RaiseSetup } from './setup.ts';

const frozenRunSchema = objectOf(selectionFields);

export class FrozenRun extends SelectorMixer implements Mixer {
	readonly learns = 'probes';
	readonly actor: Float64Array;
	readonly #selector: Selector;

	constructor(setup: RaiseSetup, features: PoolFeatures, selector: Selector, saved?: Json) {
		const resumed = saved === undefined ? undefined : readState(frozenRunSchema, saved);
		const { context, values } = setup;
		const options = {
			...learningChoices(setup, context.totalSteps, 'run'),
			candidates: values.runCandidates,
			temperature: values.selection === 'greedy' ? null : values.temperature,
		};
		const { hidden, without: leaveOut, actor } = selector;
		const evaluator = createEvaluator({ hidden, leaveOut }, features.pool.size, options);
		super(setup, features, evaluator, options, resumed);
		this.actor = actor;
		this.#selector = selector;
	}

	probes(step: number) {
		const isDue = (step + 1) % this.setup.values.refresh === 0;
		return this.tracker.watched.start === null || isDue ? [this.tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		this.read(observation);
	}

	state(): Json {
		return toJson(this.savedSelection());
	}

	explain(): Explanation {
		return explainChoice(this, this.#selector.training.losses);
	}
}
