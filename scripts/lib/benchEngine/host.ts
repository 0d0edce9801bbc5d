/** Where entrants run: a browser's page, this process, or Python. */
import type { EntrantEntry } from '../../../tests/bench/entrants.ts';
import type { Session } from '../../../tests/bench/session.ts';
import type { Shape, ShapeSpeeds } from '../../../tests/bench/tiles.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';

export interface Host {
	/** What it runs on: for the report. */
	readonly about: { readonly name: string; readonly [key: string]: unknown };
	/** Throws when the entrant does not run here. */
	open(workload: Workload, entrant: EntrantEntry): Promise<Session>;
	/** Speeds of tile designs. Throws where there is no WebGPU. */
	tiles(shapes: readonly Shape[], rounds: number): Promise<readonly ShapeSpeeds[]>;
	close(): Promise<void>;
}
