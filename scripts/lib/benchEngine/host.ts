/** Interface of a place that runs entrants: a browser page or Node processes. */
import type { EntrantEntry } from '../../../tests/bench/entrants.ts';
import type { Session } from '../../../tests/bench/session.ts';
import type { Shape, ShapeSpeeds } from '../../../tests/bench/tiles.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';

export interface Host {
	/** Description of the device, for the report. */
	readonly about: { readonly name: string; readonly [key: string]: unknown };
	/** Throws if the entrant cannot run here. */
	open(workload: Workload, entrant: EntrantEntry): Promise<Session>;
	/** Measures tile designs. Throws without WebGPU. */
	tiles(shapes: readonly Shape[], rounds: number): Promise<readonly ShapeSpeeds[]>;
	close(): Promise<void>;
}
