/**
 * The mixer of a selector that learns in the run (ours): PPO updates it after every `horizon`
 * choices. It costs one run, and experience affects only later steps.
 */
import * as v from 'valibot';
import { toJson, type Json } from '#engine/core/json.ts';
import type { PolicyMessage } from '../messages.ts';
import type { Explanation, Mixer, Observation } from '../policy.ts';
import { count, finite, floats, listOf, objectOf, readState } from '../storedData.ts';
import { explainChoice } from './explainChoice.ts';
import { membersByClass, type Decision } from './choose.ts';
import { scaleStage, stageSchema, type PoolFeatures } from './features.ts';
import { learn, networksSchema, newNetworks, type Experience, type Networks } from './ppo.ts';
import { SelectorMixer, selectionFields } from './SelectorMixer.ts';
import { learningChoices, learningOptions, createEvaluator, type RaiseSetup } from './setup.ts';

/** A decision without what the features give. */
const decisionFields = {
	places: listOf(count),
	stage: stageSchema,
	availability: floats,
	trend: finite,
	picks: listOf(objectOf({ class: count, chosen: listOf(count), logProbability: finite })),
};
const decisionSchema = objectOf(decisionFields);
type SavedDecision = v.InferOutput<typeof decisionSchema>;

const onlineRunSchema = objectOf({
	...selectionFields,
	networks: networksSchema,
	updates: count,
	open: v.nullable(decisionSchema),
	buffer: listOf(objectOf({ ...decisionFields, reward: finite })),
});

export class OnlineRun extends SelectorMixer implements Mixer {
	#networks: Networks;
	#updates = 0;
	#buffer: Experience[] = [];

	constructor(setup: RaiseSetup, features: PoolFeatures, saved?: Json) {
		const resumed = saved === undefined ? undefined : readState(onlineRunSchema, saved);
		const { values, context } = setup;
		const options = learningChoices(setup, context.totalSteps, 'run');
		const evaluator = createEvaluator(values, features.pool.size, options);
		super(setup, features, evaluator, options, resumed);
		this.#networks =
			resumed?.networks ?? newNetworks(values.hidden, context.random.child('networks'));
		if (!resumed) return;
		this.#updates = resumed.updates;
		this.open = resumed.open && restoreDecision(resumed.open, features);
		this.#buffer = resumed.buffer.map(({ reward, ...decision }) => ({
			...restoreDecision(decision, features),
			reward,
		}));
	}

	get actor(): Float64Array {
		return this.#networks.actor;
	}

	probes() {
		return this.chooser.isSpent ? [this.tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		const experience = this.read(observation);
		if (!experience) return;
		this.#buffer.push(experience);
		if (this.#buffer.length >= this.setup.values.horizon) this.#update(observation.step + 1);
	}

	#update(step: number): void {
		const { values, context } = this.setup;
		const { candidates } = this.#buffer[this.#buffer.length - 1];
		// The run continues: the critic's value of the current state stands for later rewards.
		const steps = context.totalSteps;
		const next = {
			stage: scaleStage(this.tracker.performance, step, steps),
			availability: Float64Array.from(candidates, (index) => this.chooser.times[index] / steps),
			trend: this.chooser.trendAt(this.tracker.performance),
		};
		const order = context.random.child(`update ${this.#updates++}`);
		const [episode, options] = [this.#buffer, learningOptions(values)];
		const { features, evaluator } = this;
		this.#networks = learn(this.#networks, episode, features, evaluator, options, order, next);
		this.#buffer = [];
	}

	state(): Json {
		return toJson({
			...this.savedSelection(),
			networks: this.#networks,
			updates: this.#updates,
			open: this.open && savedDecision(this.open),
			buffer: this.#buffer.map((experience) => ({
				...savedDecision(experience),
				reward: experience.reward,
			})),
		});
	}

	explain(): Explanation {
		const learnt: PolicyMessage =
			this.#updates === 0
				? { id: 'raise.unlearnt', values: {} }
				: { id: 'raise.learnt', values: { updates: this.#updates } };
		return explainChoice(this, [], learnt);
	}
}

const savedDecision = ({ candidates, stage, availability, trend, picks }: Decision) => ({
	places: candidates,
	stage,
	availability,
	trend,
	picks: picks.map(({ members: _, ...pick }) => pick),
});

function restoreDecision({ places, ...saved }: SavedDecision, features: PoolFeatures): Decision {
	const candidates = Uint32Array.from(places);
	const members = membersByClass(features, candidates);
	return {
		...saved,
		candidates,
		picks: saved.picks.map((pick) => ({ ...pick, members: members[pick.class] })),
	};
}
