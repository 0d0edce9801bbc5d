/** One choice of RAISE: scores the candidates and picks the best of each class. */
import type { RandomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import {
	featureCount,
	writeFusedStates,
	type FeaturePart,
	type FusedState,
	type PoolFeatures,
} from './features.ts';
import { NetworkPass, type NetworkShape } from './network.ts';
import { choiceTerms, gumbelNoise, takeTop } from './plackettLuce.ts';

/** The choice from one class. All indices count the candidates. */
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
	 * The last choice's gain in P, in units of a constant fall of the loss to 0 over the run. For the
	 * critic: a choice has effects that the next one must not get.
	 */
	readonly trend: number;
	/** The classes with picks. */
	readonly picks: readonly ClassPick[];
}

export const actorShape = (hidden: number): NetworkShape => ({ inputs: featureCount, hidden });

/** The actor's forward pass over up to `maxRows` candidates, with reused buffers. */
export class ActorEvaluator {
	readonly input: Float64Array;
	readonly pass: NetworkPass;

	constructor(
		readonly hidden: number,
		readonly maxRows: number,
		readonly without: FeaturePart | 'none' = 'none',
	) {
		this.input = new Float64Array(maxRows * featureCount);
		this.pass = new NetworkPass(actorShape(hidden), maxRows);
	}

	/** One score per candidate; `input` holds their fused states. The next call overwrites both. */
	evaluate(actor: Float64Array, features: PoolFeatures, state: FusedState): Float64Array {
		writeFusedStates(features, state, this.input, this.without);
		return this.pass.forward(actor, this.input, state.candidates.length);
	}
}

export interface ChoiceOptions {
	/** Number of examples to choose. */
	readonly count: number;
	/** The class that gets the first of the examples left when `count` is split evenly. */
	readonly turn: number;
	/** Samples with noise from scores / temperature. null: greedy, the best by score. */
	readonly sampling: { readonly temperature: number; readonly noise: RandomStream } | null;
}

/** The noise belongs to the pool member: choices with other `scores` and one noise compare. */
export function choose(
	scores: Float64Array,
	features: PoolFeatures,
	state: FusedState,
	{ count, turn, sampling }: ChoiceOptions,
): ClassPick[] {
	const members = membersByClass(features, state.candidates);
	const sizes = members.map(({ length }) => length);
	const quotas = classQuotas(sizes, count, turn);
	const logits = sampling
		? scores.slice(0, state.candidates.length).map((score) => score / sampling.temperature)
		: scores;
	const keys = sampling
		? logits.map((logit, c) => logit + gumbelNoise(sampling.noise, state.candidates[c]))
		: scores;
	return members.flatMap((classMembers, i) => {
		if (quotas[i] === 0) return [];
		const chosen = takeTop(keys, classMembers, quotas[i]);
		const { logProbability } = choiceTerms(logits, classMembers, chosen);
		return [{ class: i, members: classMembers, chosen, logProbability }];
	});
}

/** By class: the indices of its candidates. */
export function membersByClass(
	{ classes, classCount }: PoolFeatures,
	candidates: Uint32Array,
): readonly number[][] {
	const members: number[][] = Array.from({ length: classCount }, () => []);
	candidates.forEach((index, candidate) => members[classes[index]].push(candidate));
	return members;
}

/**
 * Examples per class (RAISE: C classes with b examples each, batch = C · b). Hands out one example
 * after the other, round the classes from class `turn` on, and skips exhausted classes. So each
 * class gets ⌊count / C⌋, the next ones in turn get the rest, and the others fill in for exhausted
 * ones. The sum is less than `count` if there are fewer members.
 */
export function classQuotas(members: readonly number[], count: number, turn = 0): number[] {
	const quotas = members.map(() => 0);
	const all = sum(members);
	let left = Math.min(count, all);
	for (let i = turn; left > 0; i++) {
		const at = i % members.length;
		if (quotas[at] === members[at]) continue;
		quotas[at]++;
		left--;
	}
	return quotas;
}
