/** RAISE's explanation: the sentence, traces by skill, the features' influence, and warnings. */
import type { Json } from '#core/json.ts';
import { mean } from '#core/statistics.ts';
import type { PolicyMessage } from '../messages.ts';
import type { Explanation } from '../policy.ts';
import { indicesById } from '../rows.ts';
import type { Chooser, ChooserOptions } from './chooser.ts';
import { choose, type ActorEvaluator, type Decision } from './choose.ts';
import { featureCount, featureGroups, type PoolFeatures, type Stage } from './features.ts';
import { skillShares } from './pool.ts';
import type { SelectorMixer } from './selectorMixers.ts';
import type { RaiseSetup } from './setup.ts';

/** Choices between two ablations. Each ablation scores all candidates eight more times. */
const ablationEvery = 10;

interface Ablated {
	readonly choice: number;
	readonly influences: readonly Influence[];
}

export class ChoiceReport {
	readonly #poolShares: readonly number[];
	readonly #setup: RaiseSetup;
	readonly #features: PoolFeatures;
	readonly #losses: readonly number[];
	#ablated: Ablated | null;

	/** `losses`: final validation losses of the roll-outs. `saved`: an earlier state(). */
	constructor(
		setup: RaiseSetup,
		features: PoolFeatures,
		losses: readonly number[],
		saved: Json = null,
	) {
		this.#setup = setup;
		this.#features = features;
		this.#losses = losses;
		this.#ablated = saved as unknown as Ablated | null;
		const { pool } = features;
		this.#poolShares = skillShares(pool, [...pool.rows.keys()], setup.context.skills.length);
	}

	/** The last ablation, which stays on the page until the next one. */
	state(): Json {
		return this.#ablated as unknown as Json;
	}

	/** `learnt`: about the selector's progress if it learns in the run. */
	explain(run: SelectorMixer, meanStage: Stage, learnt?: PolicyMessage): Explanation {
		const { chooser, tracker, weights } = run;
		const influences = this.#influences(run, meanStage);
		const { broken } = tracker;
		const warnings: PolicyMessage[] = [
			...this.#setup.validation.warnings,
			...warnAboutTraining(this.#losses),
			...warnAboutRepeats(chooser.times, this.#setup.context.batchSize),
			...(broken > 0 ? [{ id: 'raise.broken', values: { times: broken } } as const] : []),
		];
		return {
			weights,
			sentence: this.#messages(run, learnt),
			traces: this.#traces(chooser),
			...(influences && {
				influences: {
					label: 'Influence of each feature',
					about: { id: 'raise.influences', values: {} },
					values: influences,
				},
			}),
			...(warnings.length > 0 && { warnings }),
		};
	}

	#influences({ chooser, evaluator, options, actor }: SelectorMixer, stage: Stage) {
		const { last } = chooser;
		if (last && (!this.#ablated || last.choice >= this.#ablated.choice + ablationEvery))
			this.#ablated = {
				choice: last.choice,
				influences: measureInfluences(last.decision, last.choice, {
					features: this.#features,
					evaluator,
					actor,
					stage,
					options,
				}),
			};
		return this.#ablated?.influences;
	}

	#messages(
		{ chooser, tracker, weights }: SelectorMixer,
		learnt: PolicyMessage | undefined,
	): PolicyMessage[] {
		const { skills } = this.#setup.context;
		const most = indicesById(skills)
			.filter((i) => weights[i] > 0)
			.sort((a, b) => weights[b] - weights[a])
			.slice(0, 3)
			.map((i) => ({ name: skills[i].name, share: weights[i] }));
		const candidates = chooser.last?.decision.candidates.length;
		const { loss, start } = tracker;
		const targets = this.#setup.validation.groups.map(({ skill }) => skills[skill].name);
		const isAll = targets.length === skills.length && targets.length > 1;
		return [
			candidates === undefined
				? { id: 'raise.lastBatch', values: { most } }
				: { id: 'raise.picked', values: { candidates, most } },
			...(loss === null || start === null
				? []
				: [{ id: 'raise.loss', values: { targets: isAll ? [] : targets, loss, start } } as const]),
			...(learnt ? [learnt] : []),
		];
	}

	#traces({ times, last }: Chooser): Explanation['traces'] {
		const { pool } = this.#features;
		const skills = this.#setup.context.skills.length;
		const zeros = () => Array.from({ length: skills }, () => 0);
		const [picks, distinct, scores, candidates] = [zeros(), zeros(), zeros(), zeros()];
		times.forEach((count, index) => {
			picks[pool.skills[index]] += count;
			if (count > 0) distinct[pool.skills[index]]++;
		});
		last?.decision.candidates.forEach((index, c) => {
			scores[pool.skills[index]] += last.scores[c];
			candidates[pool.skills[index]]++;
		});
		const all = Math.max(
			1,
			picks.reduce((a, b) => a + b, 0),
		);
		return [
			{ label: 'share of the picks so far', values: picks.map((count) => count / all) },
			{ label: 'different examples picked', values: distinct },
			{
				label: 'mean score of the candidates',
				values: scores.map((sum, i) => (candidates[i] > 0 ? sum / candidates[i] : null)),
			},
			{ label: 'share of the pool', values: this.#poolShares },
		];
	}
}

export interface Influence {
	readonly label: string;
	/** 0 … 1 */
	readonly value: number;
}

/**
 * The share of the batch that changes if a feature has its mean value, with the same random
 * numbers. `stage`: the stage's mean value, because the stage is the same for all candidates.
 */
export function measureInfluences(
	decision: Decision,
	choice: number,
	{
		features,
		evaluator,
		actor,
		stage,
		options,
	}: {
		readonly features: PoolFeatures;
		readonly evaluator: ActorEvaluator;
		readonly actor: Float64Array;
		readonly stage: Stage;
		readonly options: ChooserOptions;
	},
): Influence[] {
	const { candidates, picks } = decision;
	const rows = candidates.length;
	const before = new Set(picks.flatMap(({ chosen }) => chosen));
	const { temperature, stream, batchSize, every } = options;
	const sampling =
		temperature === null ? null : { temperature, noise: stream.child(`noise ${choice}`) };
	evaluator.evaluate(actor, features, decision);
	const input = evaluator.input.slice(0, rows * featureCount);
	return featureGroups.map(({ label, from, count }) => {
		const changed = input.slice();
		for (let i = from; i < from + count; i++) {
			let mean = i < 2 ? stage[i] : 0;
			if (i >= 2) for (let r = 0; r < rows; r++) mean += input[r * featureCount + i] / rows;
			for (let r = 0; r < rows; r++) changed[r * featureCount + i] = mean;
		}
		const scores = evaluator.pass.forward(actor, changed, rows);
		const wanted = { count: batchSize * every, turn: choice, sampling };
		const after = choose(scores, features, decision, wanted).flatMap(({ chosen }) => chosen);
		const kept = after.filter((at) => before.has(at)).length;
		return { label, value: 1 - kept / after.length };
	});
}

/** Batches of picks before the warning about repeats applies. */
const leastBatches = 10;

/** Warns if at most a batch of examples makes up more than half of the picks from a large pool. */
export function warnAboutRepeats(times: Uint16Array, batchSize: number): PolicyMessage[] {
	const counts = times
		.filter((count) => count > 0)
		.sort()
		.reverse();
	const picks = counts.reduce((a, b) => a + b, 0);
	if (picks < leastBatches * batchSize || times.length < 8 * batchSize) return [];
	let sum = 0;
	const few = counts.findIndex((count) => (sum += count) * 2 > picks) + 1;
	return few > batchSize ? [] : [{ id: 'raise.repeats', values: { few, pool: times.length } }];
}

/** Warns if the last roll-outs end no lower than the first, which chose at random. */
export function warnAboutTraining(losses: readonly number[]): PolicyMessage[] {
	if (losses.length < 4) return [];
	const [first] = losses;
	const end = losses.slice(-Math.ceil(losses.length / 4));
	const last = mean(end);
	if (last < first) return [];
	return [{ id: 'raise.noBetter', values: { first, count: end.length, last } }];
}
