/** What a run of the engine benchmark found, as written by --json, and the figures drawn from it. */
import type { KernelTime } from '../../../tests/bench/entrant.ts';
import { median } from '../../../tests/bench/median.ts';
import type { Agreement } from './agreement.ts';

export interface EntrantResult {
	readonly name: string;
	readonly about: string;
	readonly ours: boolean;
	readonly device: string;
	readonly openMilliseconds: number;
	/** Of the first steps, for the agreement. */
	readonly losses: readonly number[];
	readonly stepsPerRound: number;
	/** Milliseconds per step, by round. */
	readonly rounds: readonly number[];
	/** Median over rounds of JavaScript milliseconds per step; null where it cannot be told. */
	readonly javaScript: number | null;
	readonly dispatchesPerStep: number | null;
	readonly peakBytes: number | null;
	readonly kernels: readonly KernelTime[] | null;
}

/** An entrant that did not run, and why. */
export interface Absence {
	readonly name: string;
	readonly reason: string;
	/** Left out to keep to the time, and not for an error. */
	readonly forTime: boolean;
}

export interface WorkloadResult {
	readonly name: string;
	readonly about: string;
	readonly parameters: number;
	readonly rows: number;
	readonly time: number;
	readonly matmulFlops: number;
	readonly agreement: Agreement | null;
	readonly entrants: readonly EntrantResult[];
	readonly absent: readonly Absence[];
}

/** How many times as fast as the entrant the fastest of ours is; null without one of ours. */
export function ratioToOurs(entrant: EntrantResult, all: readonly EntrantResult[]): number | null {
	const ours = all.filter((one) => one.ours).map((one) => median(one.rounds));
	return ours.length === 0 ? null : median(entrant.rounds) / Math.min(...ours);
}
