/**
 * The mixer of a selector that learns in the run (ours): PPO updates it after every `horizon`
 * choices. It costs one run, and experience affects only later steps.
 */
import { toJson, type Json } from '#engine/core/json.ts';
import type { PolicyMessage } from '../messages.ts';
import type { Explanation, Mixer, Observation } from '../policy.ts';
import { ChoiceReport } from './choiceReport.ts';
import { membersByClass, type Decision } from './choose.ts';
import { scaleStage, type PoolFeatures } from './features.ts';
import { learn, networksFromJson, newNetworks, type Experience, type Networks } from './ppo.ts';
import { SelectorMixer, type SavedSelection } from './selectorMixer.ts';
import { learningChoices, learningOptions, createEvaluator, type RaiseSetup } from './setup.ts';

interface SavedOnline extends SavedSelection {
	readonly report: Json;
	readonly networks: Json;
	readonly updates: number;
	readonly open: SavedDecision | null;
	readonly buffer: readonly (SavedDecision & { readonly reward: number })[];
}

export class OnlineRun extends SelectorMixer implements Mixer {
	readonly #report: ChoiceReport;
	#networks: Networks;
	#updates = 0;
	#buffer: Experience[] = [];

	constructor(setup: RaiseSetup, features: PoolFeatures, saved?: Json) {
		const kept = saved as unknown as SavedOnline | undefined;
		const { values, context } = setup;
		const options = learningChoices(setup, context.totalSteps, 'run');
		const evaluator = createEvaluator(values, features.pool.size, options);
		super(setup, features, evaluator, options, kept);
		this.#networks = kept
			? networksFromJson(kept.networks)
			: newNetworks(values.hidden, context.random.child('networks'));
		this.#report = new ChoiceReport([], kept?.report);
		if (!kept) return;
		this.#updates = kept.updates;
		this.open = kept.open && decisionFromJson(kept.open, features);
		this.#buffer = kept.buffer.map(({ reward, ...one }) => ({
			...decisionFromJson(one, features),
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
			report: this.#report.state(),
			networks: this.#networks,
			updates: this.#updates,
			open: this.open && savedDecision(this.open),
			buffer: this.#buffer.map((one) => ({ ...savedDecision(one), reward: one.reward })),
		});
	}

	explain(): Explanation {
		const learnt: PolicyMessage =
			this.#updates === 0
				? { id: 'raise.unlearnt', values: {} }
				: { id: 'raise.learnt', values: { updates: this.#updates } };
		return this.#report.explain(this, this.chooser.meanStage, learnt);
	}
}

/** A decision without what the features give. JSON stores typed arrays as lists. */
const savedDecision = ({ candidates, stage, availability, trend, picks }: Decision) => ({
	places: candidates,
	stage,
	availability,
	trend,
	picks: picks.map(({ members: _, ...pick }) => pick),
});
type SavedDecision = ReturnType<typeof savedDecision>;

function decisionFromJson({ places, ...saved }: SavedDecision, features: PoolFeatures): Decision {
	const candidates = Uint32Array.from(places);
	const members = membersByClass(features, candidates);
	return {
		...saved,
		candidates,
		availability: Float64Array.from(saved.availability),
		picks: saved.picks.map((pick) => ({ ...pick, members: members[pick.class] })),
	};
}
