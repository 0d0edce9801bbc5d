/** A place that runs entrants: a browser page or Node processes. */
import type { KernelTime } from '../../src/engine/gpu/webgpu/kernelTimes.ts';
import type { EntrantEntry } from '../entrants/entrants.ts';
import type { Command } from '../entrants/protocol.ts';
import type { Opened, Session, Stats, Timing } from '../entrants/session.ts';
import type { Workload } from '../entrants/workloads.ts';

export interface Host {
	/** Description of the device, for the report. */
	readonly about: { readonly name: string; readonly [key: string]: unknown };
	/** Throws if the entrant cannot run here. */
	open(workload: Workload, entrant: EntrantEntry): Promise<Session>;
	close(): Promise<void>;
}

/** A session with an entrant in another process or page: each call becomes a request. */
export function sessionOver(opened: Opened, ask: (command: Command) => Promise<unknown>): Session {
	return {
		opened,
		losses: async (steps) => (await ask({ type: 'losses', steps })) as number[],
		time: async (steps) => (await ask({ type: 'time', steps })) as Timing,
		script: async () => (await ask({ type: 'script' })) as number,
		stats: async () => (await ask({ type: 'stats' })) as Stats,
		profile: async () => (await ask({ type: 'profile' })) as KernelTime[] | null,
		close: async () => void (await ask({ type: 'close' })),
	};
}
