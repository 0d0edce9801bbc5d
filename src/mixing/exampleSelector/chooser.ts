/** The choices of one run, step by step: candidates, their stage and availability, batches that were dealt beforehand. */
import type { Json } from '#core/json.ts';
import type { RandomStream } from '#core/random.ts';
import { drawBelowCap, mostCandidates } from './candidates.ts';
import { choose, type Decision, type Scorer } from './choose.ts';
import { stageAt, type PoolFeatures, type Stage } from './features.ts';

export interface ChooserOptions {
	readonly batchSize: number;
	/** Steps of the run or episode: what t and the times picked are divided by. */
	readonly steps: number;
	/** Candidates of each choice; 0: all, up to `mostCandidates`. */
	readonly candidates: number;
	/** Steps that one choice serves. */
	readonly every: number;
	/** An example that was picked so often is no candidate any more; 0: no cap. */
	readonly repeats: number;
	/** null: greedy. */
	readonly temperature: number | null;
	readonly stream: RandomStream;
}

/** What fills one batch: places in the pool, and the class of each. */
export interface Dealt {
	readonly places: readonly number[];
	readonly classes: readonly number[];
}

/** How many candidates a choice has. */
export const candidateCount = (
	size: number,
	{ candidates, batchSize, every }: Pick<ChooserOptions, 'candidates' | 'batchSize' | 'every'>,
): number =>
	Math.min(size, Math.max(candidates === 0 ? mostCandidates : candidates, batchSize * every));

export class Chooser {
	/** Times that each member of the pool was picked. */
	readonly times: Uint16Array;
	readonly #features: PoolFeatures;
	readonly #scorer: Scorer;
	readonly #options: ChooserOptions;
	#choices = 0;
	#dealt: readonly Dealt[] = [];
	/** Sum over the choices of the stage. */
	#stages: Stage = [0, 0];
	/** P at the last choice, over P's first size; null before the first. */
	#performance: number | null = null;
	#last: { decision: Decision; scores: Float64Array; choice: number } | null = null;

	constructor(features: PoolFeatures, scorer: Scorer, options: ChooserOptions, saved?: Json) {
		this.#features = features;
		this.#scorer = scorer;
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
	/** The next step makes a choice. */
	get isSpent(): boolean {
		return this.#dealt.length === 0;
	}
	get meanStage(): Stage {
		const n = Math.max(1, this.#choices);
		return [this.#stages[0] / n, this.#stages[1] / n];
	}
	/** The last choice with all its scores; null before the first and after a restore. */
	get last() {
		return this.#last;
	}

	/** The batch of a step, and the decision where this step made one. `performance`: P(M) over P's first size. */
	next(step: number, actor: Float64Array, performance: number): { batch: Dealt; made?: Decision } {
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

	/** Decision.trend of a choice that is made now. */
	trendAt(performance: number): number {
		return this.#performance === null ? 0 : (performance - this.#performance) * this.#options.steps;
	}

	#decide(step: number, actor: Float64Array, performance: number): Decision {
		const { batchSize, every, steps, repeats, temperature, stream } = this.#options;
		const choice = this.#choices++;
		const wanted = batchSize * every;
		const places = drawBelowCap(this.times, repeats, {
			count: candidateCount(this.times.length, this.#options),
			least: Math.min(wanted, this.times.length),
			stream,
			round: choice,
		});
		const stage = stageAt(performance, step, steps);
		this.#stages = [this.#stages[0] + stage[0], this.#stages[1] + stage[1]];
		const availability = Float64Array.from(places, (place) => this.times[place] / steps);
		const state = { places, stage, availability };
		const scores = this.#scorer.score(actor, this.#features, state);
		const sampling =
			temperature === null ? null : { temperature, noise: stream.child(`noise ${choice}`) };
		const options = { places: wanted, turn: choice, sampling };
		const picks = choose(scores, this.#features, state, options);
		const decision = { ...state, trend: this.trendAt(performance), picks };
		this.#performance = performance;
		this.#last = { decision, scores: scores.slice(0, places.length), choice };
		for (const { chosen } of picks) for (const at of chosen) this.times[places[at]]++;
		return decision;
	}

	/** Round the batches, so that each gets of the first picks and of the last; a pool too small for them comes round again. */
	#deal({ places, picks }: Decision): Dealt[] {
		const { batchSize, every } = this.#options;
		const picked = picks.flatMap((pick) =>
			pick.chosen.map((at) => ({ place: places[at], class: pick.class })),
		);
		const batches = Array.from({ length: every }, () => ({
			places: [] as number[],
			classes: [] as number[],
		}));
		for (let i = 0; i < batchSize * every; i++) {
			const next = picked[i % picked.length];
			batches[i % every].places.push(next.place);
			batches[i % every].classes.push(next.class);
		}
		return batches;
	}

	state(): Json {
		const times: number[] = [];
		this.times.forEach((count, place) => {
			if (count > 0) times.push(place, count);
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
	/** Place and count, one after the other, of those that were picked. */
	readonly times: readonly number[];
	readonly dealt: readonly Dealt[];
	readonly stages: Stage;
	readonly performance: number | null;
}
