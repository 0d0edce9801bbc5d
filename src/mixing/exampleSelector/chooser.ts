/** The choices of one run, step by step: candidates, stage, availability, and prepared batches. */
import type { Json } from '#core/json.ts';
import type { RandomStream } from '#core/random.ts';
import { drawBelowCap, mostCandidates } from './pool.ts';
import { choose, type Decision, type ActorEvaluator } from './choose.ts';
import { scaleStage, type PoolFeatures, type Stage } from './features.ts';

export interface ChooserOptions {
	readonly batchSize: number;
	/** Steps of the run or episode: the scale of t and of the times picked. */
	readonly steps: number;
	/** Number of candidates of each choice; 0: all, up to `mostCandidates`. */
	readonly candidates: number;
	/** Number of steps that one choice fills. */
	readonly every: number;
	/** The most picks of an example; 0: no cap. */
	readonly repeats: number;
	/** null: greedy. */
	readonly temperature: number | null;
	readonly stream: RandomStream;
}

/** One batch: pool indices (`places`, a stored key) and their classes. */
export interface Batch {
	readonly places: readonly number[];
	readonly classes: readonly number[];
}

/** The number of candidates of a choice. */
export const candidateCount = (
	size: number,
	{ candidates, batchSize, every }: Pick<ChooserOptions, 'candidates' | 'batchSize' | 'every'>,
): number =>
	Math.min(size, Math.max(candidates === 0 ? mostCandidates : candidates, batchSize * every));

export class Chooser {
	/** Number of picks of each pool member. */
	readonly times: Uint16Array;
	readonly #features: PoolFeatures;
	readonly #evaluator: ActorEvaluator;
	readonly #options: ChooserOptions;
	#choices = 0;
	#dealt: readonly Batch[] = [];
	/** Sum of the stage over the choices. */
	#stages: Stage = [0, 0];
	/** P at the last choice, relative to the first |P|; null before the first choice. */
	#performance: number | null = null;
	#last: { decision: Decision; scores: Float64Array; choice: number } | null = null;

	constructor(
		features: PoolFeatures,
		evaluator: ActorEvaluator,
		options: ChooserOptions,
		saved?: Json,
	) {
		this.#features = features;
		this.#evaluator = evaluator;
		this.#options = options;
		this.times = new Uint16Array(features.pool.size);
		if (saved === undefined) return;
		const { choices, times, dealt, stages, performance } = saved as unknown as SavedChooser;
		this.#performance = performance;
		this.#choices = choices;
		this.#dealt = dealt;
		this.#stages = stages;
		for (let i = 0; i < times.length; i += 2) this.times[times[i]] = times[i + 1];
	}

	get choices(): number {
		return this.#choices;
	}
	/** True if the next step makes a choice. */
	get isSpent(): boolean {
		return this.#dealt.length === 0;
	}
	get meanStage(): Stage {
		const n = Math.max(1, this.#choices);
		return [this.#stages[0] / n, this.#stages[1] / n];
	}
	/** The last choice with all scores; null before the first choice and after a resume. */
	get last() {
		return this.#last;
	}

	/**
	 * The batch of a step, and its decision if it made one. `performance`: P(M) over the first |P|.
	 */
	next(step: number, actor: Float64Array, performance: number): { batch: Batch; made?: Decision } {
		if (this.#dealt.length > 0) {
			const [batch, ...rest] = this.#dealt;
			this.#dealt = rest;
			return { batch };
		}
		const made = this.#decide(step, actor, performance);
		const [batch, ...rest] = this.#deal(made);
		this.#dealt = rest;
		return { batch, made };
	}

	/** Decision.trend of a choice at this performance. */
	trendAt(performance: number): number {
		return this.#performance === null ? 0 : (performance - this.#performance) * this.#options.steps;
	}

	#decide(step: number, actor: Float64Array, performance: number): Decision {
		const { batchSize, every, steps, repeats, temperature, stream } = this.#options;
		const choice = this.#choices++;
		const wanted = batchSize * every;
		const candidates = drawBelowCap(this.times, repeats, {
			count: candidateCount(this.times.length, this.#options),
			least: Math.min(wanted, this.times.length),
			stream,
			round: choice,
		});
		const stage = scaleStage(performance, step, steps);
		this.#stages = [this.#stages[0] + stage[0], this.#stages[1] + stage[1]];
		const availability = Float64Array.from(candidates, (index) => this.times[index] / steps);
		const state = { candidates, stage, availability };
		const scores = this.#evaluator.evaluate(actor, this.#features, state);
		const sampling =
			temperature === null ? null : { temperature, noise: stream.child(`noise ${choice}`) };
		const options = { count: wanted, turn: choice, sampling };
		const picks = choose(scores, this.#features, state, options);
		const decision = { ...state, trend: this.trendAt(performance), picks };
		this.#performance = performance;
		this.#last = { decision, scores: scores.slice(0, candidates.length), choice };
		for (const { chosen } of picks) for (const at of chosen) this.times[candidates[at]]++;
		return decision;
	}

	/**
	 * Deals the picks out in turn, so that each batch gets early and late ones. A small pool repeats.
	 */
	#deal({ candidates, picks }: Decision): Batch[] {
		const { batchSize, every } = this.#options;
		const picked = picks.flatMap((pick) =>
			pick.chosen.map((at) => ({ index: candidates[at], class: pick.class })),
		);
		const batches = Array.from({ length: every }, () => ({
			places: [] as number[],
			classes: [] as number[],
		}));
		for (let i = 0; i < batchSize * every; i++) {
			const next = picked[i % picked.length];
			batches[i % every].places.push(next.index);
			batches[i % every].classes.push(next.class);
		}
		return batches;
	}

	state(): Json {
		const times: number[] = [];
		this.times.forEach((count, index) => {
			if (count > 0) times.push(index, count);
		});
		return {
			choices: this.#choices,
			times,
			dealt: this.#dealt as unknown as Json,
			stages: [...this.#stages],
			performance: this.#performance,
		};
	}
}

interface SavedChooser {
	readonly choices: number;
	/** Index and count of each picked member, alternating. */
	readonly times: readonly number[];
	readonly dealt: readonly Batch[];
	readonly stages: Stage;
	readonly performance: number | null;
}
