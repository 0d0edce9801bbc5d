/** What a finished cell of a study gave: plain data, the same from the page and from a headless run. */
import type { Ratios } from '#core/parameters.ts';
import type { Evaluation } from '#training/events.ts';
import type { Factors } from './study.ts';

export interface CellResult {
	readonly factors: Factors;
	/** SHA-256 of the cell's experiment: two results of one experiment are one. */
	readonly experiment: string;
	readonly steps: number;
	/** Before the first step, on as many examples as evaluations in mid-run have. */
	readonly base: Evaluation;
	readonly final: Evaluation;
	/** Wall time of the training steps alone, and of the whole run with evaluations. */
	readonly trainingMilliseconds: number;
	readonly totalMilliseconds: number;
	readonly tokens: number;
	readonly backend: string;
	/** The engineVersion that computed it; missing in results from before it was noted, all of version 1. */
	readonly engine?: number;
	/** Mean share of each skill over the steps, by skill id. */
	readonly mix: Ratios;
	/** Shares of the batch at these steps, in the order of the experiment's skills. */
	readonly mixAt: readonly { readonly step: number; readonly weights: readonly number[] }[];
	/** Share of the examples trained on whose answers are known to be wrong; null where no skill has such. */
	readonly noisyShare: number | null;
	readonly cost: CellCost;
	readonly warnings: readonly string[];
}

/** What the policy took beside the run's own steps. */
export interface CellCost {
	/** Wall time of what it had measured between the steps. */
	readonly probeMilliseconds: number;
	/** Before its first step: optimizer steps, examples measured, wall time. */
	readonly updates: number;
	readonly measured: number;
	readonly milliseconds: number;
}
