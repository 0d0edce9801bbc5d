/** A connection to a hub as the page and the worker make it, for tests. */
import { fileTransport } from '#lab/worker/outside/fileTransport.ts';
import {
	createOutside,
	serveOutside,
	type Outside,
	type OutsideEvent,
} from '#lab/worker/outside/outside.ts';
import type { HubConnection } from './askHub.ts';

/** Through both ends of the way outside. Waits end at once. */
export function connect(origin: string, changed: { token?: string; allowed?: boolean } = {}) {
	const { token = '', allowed = true } = changed;
	const [waits, said]: [number[], [string, number][]] = [[], []];
	const file = fileTransport({
		fetch,
		allowed: () => allowed,
		secure: false,
		watchPolicy: () => ({ blocked: () => false, end: () => undefined }),
	});
	const text = () => Promise.reject(new Error('A hub sends files.'));
	const serve: (event: OutsideEvent) => void = serveOutside({ text, file }, async (id, answer) =>
		outside.answer(id, answer),
	);
	const outside: Outside = createOutside((event) => serve(event));
	const connection: HubConnection = {
		hub: origin,
		token,
		fetch: outside.fetch,
		wait: async (milliseconds) => void waits.push(milliseconds),
		now: () => Date.parse('2026-01-01T00:00:00Z'),
		onWaiting: (...of) => said.push(of),
	};
	return { connection, waits, said };
}
