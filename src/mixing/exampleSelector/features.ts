/**
 * RAISE's fused state of a candidate, 39 numbers: stage 2, difficulty 4, semantics 32, availability 1. That they are
 * concatenated to 39 is the paper's (by its summaries); which numbers they are is our reading where they are silent.
 */
import type { ExamplePool } from './pool.ts';

export const difficultyWidth = 4;
export const semanticWidth = 32;
/** What does not change while a model trains: difficulty and semantics. */
export const staticWidth = difficultyWidth + semanticWidth;
export const featureCount = 2 + staticWidth + 1;

export interface FeatureGroup {
	readonly id: 'stage' | 'difficulty' | 'semantics' | 'availability';
	readonly label: string;
	readonly from: number;
	readonly count: number;
}
/** In the order of the fused vector; `id`: the part of the paper's state that it belongs to. */
export const featureGroups: readonly FeatureGroup[] = [
	{ id: 'stage', label: 'validation loss', from: 0, count: 1 },
	{ id: 'stage', label: 'progress of the run', from: 1, count: 1 },
	{ id: 'difficulty', label: 'length of the prompt', from: 2, count: 1 },
	{ id: 'difficulty', label: 'length of the answer', from: 3, count: 1 },
	{ id: 'difficulty', label: 'log P(answer | prompt)', from: 4, count: 1 },
	{ id: 'difficulty', label: 'log P(answer)', from: 5, count: 1 },
	{ id: 'semantics', label: 'meaning', from: 6, count: semanticWidth },
	{ id: 'availability', label: 'times picked', from: 6 + semanticWidth, count: 1 },
];
export type FeaturePart = FeatureGroup['id'];

/** What is known of each member of a pool before a run. */
export interface PoolFeatures {
	readonly pool: ExamplePool;
	/** [size × 36]: difficulty, then semantics. */
	readonly values: Float32Array;
	/** Of each member, counted from 0. */
	readonly classes: Uint8Array;
	readonly classCount: number;
}

/** [P(M), t/T], both scaled to −1 … 1. */
export type Stage = readonly [number, number];

/**
 * P = − validation loss, in units of the first one (`performance`: −1 at the start, 0 at no loss), and t/T: each scaled from its
 * range to −1 … 1, as the other features are standardised. Scaling is our reading.
 */
export const stageAt = (performance: number, step: number, steps: number): Stage => [
	2 * performance + 1,
	2 * Math.min(1, step / steps) - 1,
];

/** A state in which a choice was made, written down small: fuse() makes the vectors again. */
export interface FusedState {
	/** Candidates as places in the pool. */
	readonly places: Uint32Array;
	readonly stage: Stage;
	/** Of each candidate: times picked over the steps of the run. */
	readonly availability: Float64Array;
}

/** Writes [candidates × 39] into `into`; the numbers of `without` are 0. */
export function fuse(
	{ values }: PoolFeatures,
	{ places, stage, availability }: FusedState,
	into: Float64Array,
	without: FeaturePart | 'none' = 'none',
): void {
	for (let c = 0; c < places.length; c++) {
		const to = c * featureCount;
		const from = places[c] * staticWidth;
		into[to] = stage[0];
		into[to + 1] = stage[1];
		for (let i = 0; i < staticWidth; i++) into[to + 2 + i] = values[from + i];
		into[to + 2 + staticWidth] = availability[c];
	}
	if (without === 'none') return;
	for (const { id, from, count } of featureGroups)
		if (id === without)
			for (let c = 0; c < places.length; c++)
				into.fill(0, c * featureCount + from, c * featureCount + from + count);
}
