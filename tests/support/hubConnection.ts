/** A connection to a hub as the worker makes it, for tests. */
import { fileTransport } from '#lab/worker/outside/fileTransport.ts';
import type { HubConnection } from '#lab/features/library/model/hub/askHub.ts';

/** Waits end at once. */
export function connect(origin: string, changed: { token?: string; allowed?: boolean } = {}) {
	const { token = '', allowed = true } = changed;
	const [waits, said]: [number[], [string, number][]] = [[], []];
	const file = fileTransport({ fetch, allowed: () => allowed, secure: false });
	const connection: HubConnection = {
		hub: origin,
		token,
		fetch: file,
		wait: async (milliseconds) => void waits.push(milliseconds),
		now: () => Date.parse('2026-01-01T00:00:00Z'),
		onWaiting: (...waiting) => said.push(waiting),
	};
	return { connection, waits, said };
}
