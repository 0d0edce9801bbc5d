/**
 * A forecast that the workbench shows beside what was measured. A feature provides it; while it is
 * shown, the streams' shares belong to it and change no run.
 */
import type { Sample } from './RunState.svelte.ts';

export interface ShownForecast {
	/** How many steps of training it looks ahead. */
	readonly steps: number;
	/** Of the trained skills, in their order. They sum to 1. */
	readonly shares: readonly number[];
	/** False: read off a surface between measured mixes. */
	readonly isExact: boolean;
	/** Of a skill of the experiment; undefined: not known yet. */
	expected(skill: number): ExpectedScore | undefined;
	/** The answer of the forecast's model to the first held-out prompt. */
	sample(skill: number): Sample | undefined;
	/** The shares follow a hand. */
	move(shares: readonly number[]): void;
	/** The hand rests. */
	settle(shares: readonly number[]): void;
}

export interface ExpectedScore {
	/** What the bar shows, 0 to 1. */
	readonly score: number;
	/** Held-out loss in nats per token. */
	readonly loss: number;
	/** The same rows by the weights at which the forecast begins; null: not known yet. */
	readonly now: { readonly score: number; readonly loss: number } | null;
}

export class ForecastState {
	shown: ShownForecast | null = $state.raw(null);
}
