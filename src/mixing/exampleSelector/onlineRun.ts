/**
 * The mixer of a selector that learns in the run, without roll-outs: PPO updates it after every
 * `horizon` choices. Ours, not the paper's. It costs one run, and experience affects only later
 * steps.
 */
import type { Json } from '#core/json.ts';
import type { PolicyMessage } from '../messages.ts';
import type { Explanation, Mixer, Observation } from '../policy.ts';
import { ChoiceReport } from './choiceReport.ts';
import { membersByClass, type ClassPick, type Decision } from './choose.ts';
import { scaleStage, type PoolFeatures, type Stage } from './features.ts';
import {
	learn,
	networksFromJson,
	networksToJson,
	newNetworks,
	type Experience,
	type Networks,
} from './networks.ts';
import { SelectorMixer, type SavedSelection } from './selectorMixers.ts';
import { learningChoices, learningOptions, createEvaluator, type RaiseSetup } from './setup.ts';

interface SavedOnline extends SavedSelection {
	readonly report: Json;
	readonly networks: Json;
	readonly updates: number;
	readonly open: Json;
	readonly buffer: readonly Json[];
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
		this.#report = new ChoiceReport(setup, features, [], kept?.report);
		if (!kept) return;
		this.#updates = kept.updates;
		this.open = kept.open === null ? null : decisionFromJson(kept.open, features);
		this.#buffer = kept.buffer.map((json) => ({
			...decisionFromJson(json, features),
			reward: (json as { reward: number }).reward,
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
		this.#networks = learn(
			this.#networks,
			this.#buffer,
			this.features,
			this.evaluator,
			learningOptions(values),
			order,
			next,
		);
		this.#buffer = [];
	}

	state(): Json {
		const saved: SavedOnline = {
			...this.savedSelection(),
			report: this.#report.state(),
			networks: networksToJson(this.#networks),
			updates: this.#updates,
			open: this.open && decisionToJson(this.open),
			buffer: this.#buffer.map((one) => ({ ...decisionToJson(one), reward: one.reward })),
		};
		return saved as unknown as Json;
	}

	explain(): Explanation {
		const learnt: PolicyMessage =
			this.#updates === 0
				? { id: 'raise.unlearnt', values: {} }
				: { id: 'raise.learnt', values: { updates: this.#updates } };
		return this.#report.explain(this, this.chooser.meanStage, learnt);
	}
}

interface SavedDecision {
	readonly places: readonly number[];
	readonly stage: Stage;
	readonly availability: readonly number[];
	readonly trend: number;
	readonly picks: readonly Omit<ClassPick, 'members'>[];
}
function decisionToJson({ candidates, stage, availability, trend, picks }: Decision) {
	return {
		places: Array.from(candidates),
		stage: [...stage],
		availability: Array.from(availability),
		trend,
		picks: picks.map(({ class: own, chosen, logProbability }) => ({
			class: own,
			chosen: [...chosen],
			logProbability,
		})),
	};
}
function decisionFromJson(json: Json, features: PoolFeatures): Decision {
	const saved = json as unknown as SavedDecision;
	const candidates = Uint32Array.from(saved.places);
	const members = membersByClass(features, candidates);
	return {
		candidates,
		stage: saved.stage,
		trend: saved.trend,
		availability: Float64Array.from(saved.availability),
		picks: saved.picks.map((pick) => ({ ...pick, members: members[pick.class] })),
	};
}
