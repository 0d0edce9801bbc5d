/** A session with an entrant in another process or page: each call becomes a request. */
import type { KernelTime } from '../../../tests/bench/entrant.ts';
import type { Command } from '../../../tests/bench/protocol.ts';
import type { Opened, Session, Stats, Timing } from '../../../tests/bench/session.ts';

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
