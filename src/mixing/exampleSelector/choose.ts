/** One choice of RAISE: score the candidates, and in each class take the best, by chance or greedily. */
import type { RandomStream } from '#core/random.ts';
import {
	featureCount,
	fuse,
	type FeaturePart,
	type FusedState,
	type PoolFeatures,
} from './features.ts';
import { NetworkPass, type NetworkShape } from './network.ts';
import { choiceTerms, gumbel, topOf } from './plackettLuce.ts';
import { classQuotas } from './quotas.ts';

/** What was chosen from one class; places among the candidates. */
export interface ClassPick {
	readonly class: number;
	readonly members: readonly number[];
	/** In the order of the picks. */
	readonly chosen: readonly number[];
	/** log P of this choice under the selector that made it. */
	readonly logProbability: number;
}
export interface Decision extends FusedState {
	/**
	 * How much the last choice raised P, over what would bring the loss evenly to 0 in the run; 0 at first. Only the critic sees
	 * it: what a choice does goes on for some steps, and is not the next one's merit.
	 */
	readonly trend: number;
	/** Classes that got places. */
	readonly picks: readonly ClassPick[];
}

export const actorShape = (hidden: number): NetworkShape => ({ inputs: featureCount, hidden });

/** Room for scoring up to `most` candidates at a time. */
export class Scorer {
	readonly input: Float64Array;
	readonly pass: NetworkPass;

	constructor(
		readonly hidden: number,
		readonly most: number,
		readonly without: FeaturePart | 'none' = 'none',
	) {
		this.input = new Float64Array(most * featureCount);
		this.pass = new NetworkPass(actorShape(hidden), most);
	}

	/** One number per candidate; `input` holds their fused vectors afterwards. Overwritten by the next call. */
	score(actor: Float64Array, features: PoolFeatures, state: FusedState): Float64Array {
		fuse(features, state, this.input, this.without);
		return this.pass.forward(actor, this.input, state.places.length);
	}
}

export interface ChoiceOptions {
	/** Examples to choose. */
	readonly places: number;
	/** Which class gets the first place of the rest, where places are no multiple of the classes. */
	readonly turn: number;
	/** Scores are divided by it; the noise makes it a sample. null: greedy, the best by score. */
	readonly sampling: { readonly temperature: number; readonly noise: RandomStream } | null;
}

/** `scores`: of the state's candidates. Noise belongs to the member, so the same noise with other scores can be compared. */
export function choose(
	scores: Float64Array,
	features: PoolFeatures,
	state: FusedState,
	{ places, turn, sampling }: ChoiceOptions,
): ClassPick[] {
	const members = membersByClass(features, state.places);
	const quotas = classQuotas(
		members.map((own) => own.length),
		places,
		turn,
	);
	const logits = sampling
		? scores.slice(0, state.places.length).map((score) => score / sampling.temperature)
		: scores;
	const keys = sampling
		? logits.map((logit, c) => logit + gumbel(sampling.noise, state.places[c]))
		: scores;
	return members.flatMap((own, i) => {
		if (quotas[i] === 0) return [];
		const chosen = topOf(keys, own, quotas[i]);
		const { logProbability } = choiceTerms(logits, own, chosen);
		return [{ class: i, members: own, chosen, logProbability }];
	});
}

/** Of each class: its candidates, as places among the candidates. */
export function membersByClass(
	{ classes, classCount }: PoolFeatures,
	places: Uint32Array,
): readonly number[][] {
	const members: number[][] = Array.from({ length: classCount }, () => []);
	places.forEach((place, candidate) => members[classes[place]].push(candidate));
	return members;
}
