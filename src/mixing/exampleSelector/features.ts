/**
 * RAISE's fused state of a candidate, 39 numbers: stage 2, difficulty 4, semantics 32, availability
 * 1. The concatenation to 39 is the paper's, by its summaries. The numbers in each part are our
 * reading.
 */
import * as v from 'valibot';
import { finite } from '../storedData.ts';
import type { ExamplePool } from './pool.ts';

export const difficultyWidth = 4;
export const semanticWidth = 32;
/** Difficulty and semantics do not change during training. */
export const staticWidth = difficultyWidth + semanticWidth;
export const featureCount = 2 + staticWidth + 1;

/** The parts of the paper's state, in the order of the fused vector. */
const parts = [
	{ id: 'stage', from: 0, count: 2 },
	{ id: 'difficulty', from: 2, count: difficultyWidth },
	{ id: 'semantics', from: 2 + difficultyWidth, count: semanticWidth },
	{ id: 'availability', from: 2 + staticWidth, count: 1 },
] as const;
export type FeaturePart = (typeof parts)[number]['id'];
export const featureParts: readonly FeaturePart[] = parts.map(({ id }) => id);

/** The static features of a pool's members. */
export interface PoolFeatures {
	readonly pool: ExamplePool;
	/** [size × 36]: difficulty, then semantics. */
	readonly values: Float32Array;
	/** The class of each member, from 0. */
	readonly classes: Uint8Array;
	readonly classCount: number;
}

/** [P(M), t/T], both scaled to −1 … 1. */
export type Stage = readonly [number, number];
export const stageSchema: v.GenericSchema<unknown, Stage> = v.tuple([finite, finite]);

/**
 * Scales P and t/T to −1 … 1, as the other features are standardised (our reading). `performance`:
 * P = − validation loss in units of the first one.
 */
export const scaleStage = (performance: number, step: number, steps: number): Stage => [
	2 * performance + 1,
	2 * Math.min(1, step / steps) - 1,
];

/** The compact state of a choice; writeFusedStates computes the vectors from it. */
export interface FusedState {
	/** Pool indices. */
	readonly candidates: Uint32Array;
	readonly stage: Stage;
	/** By candidate: times picked over the steps of the run. */
	readonly availability: Float64Array;
}

/** Writes [candidates × 39] into `into`; the features of `without` are 0. */
export function writeFusedStates(
	{ values }: PoolFeatures,
	{ candidates, stage, availability }: FusedState,
	into: Float64Array,
	without: FeaturePart | 'none' = 'none',
): void {
	for (let c = 0; c < candidates.length; c++) {
		const to = c * featureCount;
		const from = candidates[c] * staticWidth;
		into[to] = stage[0];
		into[to + 1] = stage[1];
		for (let i = 0; i < staticWidth; i++) into[to + 2 + i] = values[from + i];
		into[to + 2 + staticWidth] = availability[c];
	}
	if (without === 'none') return;
	for (const { id, from, count } of parts)
		if (id === without)
			for (let c = 0; c < candidates.length; c++)
				into.fill(0, c * featureCount + from, c * featureCount + from + count);
}
