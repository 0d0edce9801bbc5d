/** The state of the mixer between steps, as plain data: JSON keeps every bit of it. */
import type { Json } from '#core/json.ts';
import type { PolicyStatement } from '../messages.ts';
import { adamFromJson, adamToJson } from '../adam.ts';
import { emptyCache, type BaseLossCache } from './baseLosses.ts';
import type { ScorerState } from './scorer.ts';
import type { UpdateRecord, Warning } from './warnings.ts';

/** One value per skill in every list, in the order of ids; null for a value that is not finite. */
export type LastUpdate = {
	readonly rewards: readonly number[];
	readonly averaged: readonly number[];
	readonly fixed: readonly number[] | null;
	readonly before: readonly number[];
	readonly right: readonly (number | null)[];
	readonly loss: readonly (number | null)[];
	readonly cosines: readonly (readonly (number | null)[])[];
	readonly sentence: PolicyStatement;
};

export interface MixerState {
	/** The first step of the policy; null before it is known. */
	readonly origin: number | null;
	readonly updates: number;
	readonly scores: ScorerState;
	/** R of the last update, before the target is doubled: the fallback for an unknown reward. */
	readonly measured: readonly number[] | null;
	/** R'' of Eq. 11. */
	readonly averages: readonly number[] | null;
	/** By skill: whether a measured row had a prompt. */
	readonly prompted: readonly boolean[];
	readonly baseLosses: BaseLossCache;
	readonly records: readonly UpdateRecord[];
	readonly firstLoss: readonly (number | null)[] | null;
	readonly last: LastUpdate | null;
	readonly warnings: readonly Warning[];
}

/** `sizes`: number of rows of each skill. */
export const newMixerState = (scores: ScorerState, sizes: readonly number[]): MixerState => ({
	origin: null,
	updates: 0,
	scores,
	measured: null,
	averages: null,
	prompted: sizes.map(() => false),
	baseLosses: emptyCache(sizes),
	records: [],
	firstLoss: null,
	last: null,
	warnings: [],
});

export function mixerStateToJson({ scores, ...rest }: MixerState): Json {
	const { parameters, adam } = scores;
	return { ...rest, scores: { parameters: Array.from(parameters), adam: adamToJson(adam) } };
}

export function mixerStateFromJson(json: Json): MixerState {
	const { scores, ...rest } = json as unknown as Omit<MixerState, 'scores'> & {
		scores: { parameters: number[]; adam: Json };
	};
	return {
		...rest,
		scores: {
			parameters: Float64Array.from(scores.parameters),
			adam: adamFromJson(scores.adam),
		},
	};
}

/** JSON has no NaN. */
export const finiteOrNull = (values: readonly number[]): (number | null)[] =>
	values.map((value) => (Number.isFinite(value) ? value : null));
