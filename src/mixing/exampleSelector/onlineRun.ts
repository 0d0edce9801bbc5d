/**
 * The mixer of a selector that learns in the run, without roll-outs: PPO updates it after every
 * `horizon` choices. Ours, not the paper's. It costs one run, and experience affects only later
 * steps.
 */
import type { Json } from '#core/json.ts';
import type { PolicyMessage } from '../messages.ts';
import type { BatchPlan, Explanation, Mixer, Observation } from '../policy.ts';
import { ChoiceReport } from './choiceReport.ts';
import { Chooser, type ChooserOptions } from './chooser.ts';
import { membersByClass, type ClassPick, type Decision, type ActorEvaluator } from './choose.ts';
import { planFromBatch } from './episode.ts';
import { scaleStage, type PoolFeatures, type Stage } from './features.ts';
import {
	learn,
	networksFromJson,
	networksToJson,
	newNetworks,
	type Experience,
	type Networks,
} from './networks.ts';
import { learningChoices, learningOptions, createEvaluator, type RaiseSetup } from './setup.ts';
import { ValidationTracker } from './validation.ts';

interface SavedOnline {
	readonly chooser: Json;
	readonly watch: Json;
	readonly report: Json;
	readonly weights: readonly number[];
	readonly networks: Json;
	readonly updates: number;
	readonly open: Json;
	readonly buffer: readonly Json[];
}

export class OnlineRun implements Mixer {
	readonly #setup: RaiseSetup;
	readonly #features: PoolFeatures;
	readonly #options: ChooserOptions;
	readonly #tracker: ValidationTracker;
	readonly #evaluator: ActorEvaluator;
	readonly #chooser: Chooser;
	readonly #report: ChoiceReport;
	#networks: Networks;
	#updates = 0;
	#open: Decision | null = null;
	#buffer: Experience[] = [];
	#weights: readonly number[];

	constructor(setup: RaiseSetup, features: PoolFeatures, saved?: Json) {
		const kept = saved as unknown as SavedOnline | undefined;
		const { values, context } = setup;
		this.#setup = setup;
		this.#features = features;
		this.#options = learningChoices(setup, context.totalSteps, 'run');
		this.#tracker = new ValidationTracker(setup.validation, kept?.watch);
		this.#networks = kept
			? networksFromJson(kept.networks)
			: newNetworks(values.hidden, context.random.child('networks'));
		this.#evaluator = createEvaluator(values, features.pool.size, this.#options);
		this.#chooser = new Chooser(features, this.#evaluator, this.#options, kept?.chooser);
		this.#report = new ChoiceReport(setup, features, {
			losses: [],
			...(kept && { saved: kept.report }),
		});
		this.#weights = kept?.weights ?? this.#report.poolShares;
		if (!kept) return;
		this.#updates = kept.updates;
		this.#open = kept.open === null ? null : decisionFromJson(kept.open, features);
		this.#buffer = kept.buffer.map((json) => ({
			...decisionFromJson(json, features),
			reward: (json as { reward: number }).reward,
		}));
	}

	plan(step: number): BatchPlan {
		const { batch, made } = this.#chooser.next(
			step,
			this.#networks.actor,
			this.#tracker.performance,
		);
		if (made) this.#open = made;
		const plan = planFromBatch(this.#features, batch, this.#setup.context.skills.length);
		this.#weights = plan.weights;
		return plan;
	}

	probes() {
		return this.#chooser.isSpent ? [this.#tracker.probe()] : [];
	}

	observe(observation: Observation): void {
		const measurement = this.#tracker.read(observation);
		if (!measurement || measurement.reward === null || !this.#open) return;
		this.#buffer.push({ ...this.#open, reward: measurement.reward });
		this.#open = null;
		if (this.#buffer.length >= this.#setup.values.horizon) this.#update(observation.step + 1);
	}

	#update(step: number): void {
		const { values, context } = this.#setup;
		const { candidates } = this.#buffer[this.#buffer.length - 1];
		// The run continues: the critic's value of the current state stands for later rewards.
		const steps = context.totalSteps;
		const next = {
			stage: scaleStage(this.#tracker.performance, step, steps),
			availability: Float64Array.from(candidates, (index) => this.#chooser.times[index] / steps),
			trend: this.#chooser.trendAt(this.#tracker.performance),
		};
		const order = context.random.child(`update ${this.#updates++}`);
		this.#networks = learn(
			this.#networks,
			this.#buffer,
			this.#features,
			this.#evaluator,
			learningOptions(values),
			order,
			next,
		);
		this.#buffer = [];
	}

	state(): Json {
		const saved: SavedOnline = {
			chooser: this.#chooser.state(),
			watch: this.#tracker.state(),
			report: this.#report.state(),
			weights: [...this.#weights],
			networks: networksToJson(this.#networks),
			updates: this.#updates,
			open: this.#open && decisionToJson(this.#open),
			buffer: this.#buffer.map((one) => ({ ...decisionToJson(one), reward: one.reward })),
		};
		return saved as unknown as Json;
	}

	explain(): Explanation {
		const learnt: PolicyMessage =
			this.#updates === 0
				? { id: 'raise.unlearnt', values: {} }
				: { id: 'raise.learnt', values: { updates: this.#updates } };
		return this.#report.explain(
			{
				chooser: this.#chooser,
				evaluator: this.#evaluator,
				learnt,
				tracker: this.#tracker,
				options: this.#options,
				actor: this.#networks.actor,
				weights: this.#weights,
			},
			this.#chooser.meanStage,
		);
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
