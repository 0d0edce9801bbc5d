/** Results of the engine benchmark, as in its JSON file. */
import type { KernelTime } from '../../src/engine/gpu/webgpu/kernelTimes.ts';
import { median } from '../../src/engine/core/statistics.ts';
import type { Agreement } from './agreement.ts';

export interface EntrantResult {
	readonly name: string;
	readonly about: string;
	readonly ours: boolean;
	readonly device: string;
	readonly openMilliseconds: number;
	/** Losses of the first steps, for the comparison. */
	readonly losses: readonly number[];
	readonly stepsPerRound: number;
	/** Milliseconds per step, by round. */
	readonly rounds: readonly number[];
	/** JavaScript milliseconds per step, median over rounds; null: not measurable. */
	readonly javaScript: number | null;
	/** The same for compiled code on an idle device; null: not our engine on WebGPU. */
	readonly script: number | null;
	readonly dispatchesPerStep: number | null;
	readonly peakBytes: number | null;
	readonly kernels: readonly KernelTime[] | null;
}

/** An entrant that did not run, with the reason. */
export interface Absence {
	readonly name: string;
	readonly reason: string;
	readonly ours: boolean;
	/** Skipped because of the time, not because of an error. */
	readonly forTime: boolean;
}

export interface WorkloadResult {
	readonly name: string;
	readonly about: string;
	readonly parameters: number;
	/** Rows of the first batch, and tokens of a row. */
	readonly rows: number;
	readonly time: number;
	readonly matmulFlops: number;
	readonly agreement: Agreement | null;
	readonly entrants: readonly EntrantResult[];
	readonly absent: readonly Absence[];
}

/** Milliseconds per step of our fastest engine; null: none ran, or one was skipped for time. */
export function bestOfOurs({
	entrants,
	absent,
}: Pick<WorkloadResult, 'entrants' | 'absent'>): number | null {
	const ours = entrants.filter((entrant) => entrant.ours).map(({ rounds }) => median(rounds));
	const isPartial = absent.some((absence) => absence.ours && absence.forTime);
	return ours.length === 0 || isPartial ? null : Math.min(...ours);
}
