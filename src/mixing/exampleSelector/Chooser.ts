/** The choices of one run, step by step: candidates, stage, availability, and prepared batches. */
import * as v from 'valibot';
import type { RandomStream } from '#engine/core/random.ts';
import { count, finite, listOf, objectOf } from '../storedData.ts';
import { drawBelowCap, mostCandidates } from './pool.ts';
import { choose, type ActorEvaluator, type ChoiceOptions, type Decision } from './choose.ts';
import { scaleStage, type PoolFeatures } from './features.ts';
import type { RaiseValues } from './settings.ts';

export interface ChooserOptions extends Pick<RaiseValues, 'candidates' | 'every' | 'repeats'> {
	readonly batchSize: number;
	/** Steps of the run or episode: the scale of t and of the times picked. */
	readonly steps: number;
	/** null: greedy. */
	readonly temperature: number | null;
	readonly stream: RandomStream;
}

/** One batch: pool indices (`places`, a stored key) and their classes. */
const batchSchema = objectOf({ places: listOf(count), classes: listOf(count) });
type Batch = v.InferOutput<typeof batchSchema>;

/** A chooser in a checkpoint. `times`: index and count of each picked member, alternating. */
export const chooserSchema = objectOf({
	choices: count,
	times: listOf(count),
	dealt: listOf(batchSchema),
	performance: v.nullable(finite),
});
type SavedChooser = v.InferOutput<typeof chooserSchema>;

/** The number of candidates of a choice. */
export const candidateCount = (
	size: number,
	{ candidates, batchSize, every }: Pick<ChooserOptions, 'candidates' | 'batchSize' | 'every'>,
): number =>
	Math.min(size, Math.max(candidates === 0 ? mostCandidates : candidates, batchSize * every));

/** Options of choice number `choice`. */
export const choiceOptions = (
	{ batchSize, every, temperature, stream }: ChooserOptions,
	choice: number,
): ChoiceOptions => ({
	count: batchSize * every,
	turn: choice,
	sampling: temperature === null ? null : { temperature, noise: stream.child(`noise ${choice}`) },
});

export class Chooser {
	/** Number of picks of each pool member. */
	readonly times: Uint16Array;
	#choices = 0;
	#dealt: readonly Batch[] = [];
	/** P at the last choice, relative to the first |P|; null before the first choice. */
	#performance: number | null = null;
	#last: { decision: Decision; scores: Float64Array; choice: number } | null = null;

	constructor(
		private readonly features: PoolFeatures,
		private readonly evaluator: ActorEvaluator,
		private readonly options: ChooserOptions,
		saved?: SavedChooser,
	) {
		this.times = new Uint16Array(features.pool.size);
		if (saved === undefined) return;
		this.#performance = saved.performance;
		this.#choices = saved.choices;
		this.#dealt = saved.dealt;
		const { times } = saved;
		for (let i = 0; i < times.length; i += 2) this.times[times[i]] = times[i + 1];
	}

	/** True if the next step makes a choice. */
	get isSpent(): boolean {
		return this.#dealt.length === 0;
	}
	/** The last choice with all scores; null before the first choice and after a resume. */
	get last() {
		return this.#last;
	}

	/** A step's batch, and its decision if it made one. `performance`: P(M) over the first |P|. */
	next(step: number, actor: Float64Array, performance: number): { batch: Batch; made?: Decision } {
		const made = this.isSpent ? this.#decide(step, actor, performance) : undefined;
		const [batch, ...rest] = made ? this.#deal(made) : this.#dealt;
		this.#dealt = rest;
		return { batch, ...(made && { made }) };
	}

	/** Decision.trend of a choice at this performance. */
	trendAt(performance: number): number {
		return this.#performance === null ? 0 : (performance - this.#performance) * this.options.steps;
	}

	#decide(step: number, actor: Float64Array, performance: number): Decision {
		const { steps, repeats, stream } = this.options;
		const choice = this.#choices++;
		const wanted = choiceOptions(this.options, choice);
		const candidates = drawBelowCap(this.times, repeats, {
			count: candidateCount(this.times.length, this.options),
			least: Math.min(wanted.count, this.times.length),
			stream,
			round: choice,
		});
		const stage = scaleStage(performance, step, steps);
		const availability = Float64Array.from(candidates, (index) => this.times[index] / steps);
		const state = { candidates, stage, availability };
		const scores = this.evaluator.evaluate(actor, this.features, state);
		const picks = choose(scores, this.features, state, wanted);
		const decision = { ...state, trend: this.trendAt(performance), picks };
		this.#performance = performance;
		this.#last = { decision, scores: scores.slice(0, candidates.length), choice };
		for (const { chosen } of picks) for (const at of chosen) this.times[candidates[at]]++;
		return decision;
	}

	/** Deals the picks in turn: each batch gets early and late ones. A small pool repeats. */
	#deal({ candidates, picks }: Decision): Batch[] {
		const { batchSize, every } = this.options;
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

	state(): SavedChooser {
		const times = [...this.times].flatMap((count, index) => (count > 0 ? [index, count] : []));
		const [choices, dealt] = [this.#choices, this.#dealt];
		return { choices, times, dealt, performance: this.#performance };
	}
}
