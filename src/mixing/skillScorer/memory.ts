/** What a mixer with a scorer keeps between steps, as plain data: doubles and whole numbers, which JSON keeps to the bit. */
import type { Json } from '#core/json.ts';
import { adamFromJson, adamToJson } from '../adam.ts';
import { noneKept, type KeptLosses } from './baseLosses.ts';
import type { Scores } from './scorer.ts';
import type { UpdateRecord } from './warnings.ts';

/** One number per skill in every list, in the order of ids; null where it is not a finite number. */
export type LastUpdate = {
	readonly rewards: readonly number[];
	readonly averaged: readonly number[];
	readonly fixed: readonly number[] | null;
	readonly before: readonly number[];
	readonly right: readonly (number | null)[];
	readonly loss: readonly (number | null)[];
	readonly cosines: readonly (readonly (number | null)[])[];
	readonly sentence: string;
};

export interface Memory {
	/** The step from which the policy mixes; null before it is known. */
	readonly origin: number | null;
	readonly updates: number;
	readonly scores: Scores;
	/** R of the last update, before a target is doubled: stands in for one that is unknown. */
	readonly measured: readonly number[] | null;
	/** R'' of Eq. 11. */
	readonly averages: readonly number[] | null;
	/** Whether a row with a prompt was seen. */
	readonly prompted: readonly boolean[];
	/** Losses with the base weights, of rows that were measured. */
	readonly baseLosses: KeptLosses;
	readonly records: readonly UpdateRecord[];
	readonly firstLoss: readonly (number | null)[] | null;
	readonly last: LastUpdate | null;
	readonly warnings: readonly { readonly key: string; readonly text: string }[];
}

/** `sizes`: rows of each skill. */
export const newMemory = (scores: Scores, sizes: readonly number[]): Memory => ({
	origin: null,
	updates: 0,
	scores,
	measured: null,
	averages: null,
	prompted: sizes.map(() => false),
	baseLosses: noneKept(sizes),
	records: [],
	firstLoss: null,
	last: null,
	warnings: [],
});

export function memoryToJson({ scores, ...rest }: Memory): Json {
	const { parameters, adam } = scores;
	return { ...rest, scores: { parameters: Array.from(parameters), adam: adamToJson(adam) } };
}

export function memoryFromJson(json: Json): Memory {
	const { scores, ...rest } = json as unknown as Omit<Memory, 'scores'> & {
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

/** JSON knows no NaN. */
export const finiteOrNull = (values: readonly number[]): (number | null)[] =>
	values.map((value) => (Number.isFinite(value) ? value : null));
