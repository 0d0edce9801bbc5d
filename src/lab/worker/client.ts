/** The page's side of the protocol: a Lab whose calls go to the worker, and its events. */
import { InputError, InternalError, toMessage } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { CallName, Lab, ReplyOf, RequestTo } from './lab.ts';
import type { LabEvent, LabMessage } from './protocol.ts';
import { fromWire, toWire } from './wireError.ts';

/** The part of a Worker, or of a started MessagePort, that the client uses. */
export interface LabPort {
	/** Takes a LabRequest. */
	postMessage(message: unknown): void;
	/** A MessagePort has none. */
	terminate?(): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<LabMessage>) => void): void;
	addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
}

export type LabClient = Lab & {
	/** Calls `listener` with each event from now on. Returns the end of the subscription. */
	subscribe(listener: (event: LabEvent) => void): () => void;
	/**
	 * Ends the worker, and with it its lock on the database. Open and later calls of the page are
	 * never answered: nobody waits for them, and a failure of each would be logged. `why`: the error
	 * of a script's calls.
	 */
	close(why?: Error): void;
	/** The same client for a script in the page. */
	readonly ofScript: LabClient;
};

interface Pending {
	readonly isOfScript: boolean;
	resolve(value: unknown): void;
	reject(error: Error): void;
}

export function createClient(port: LabPort): LabClient {
	const pending = new Map<number, Pending>();
	const listeners = new Set<(event: LabEvent) => void>();
	let lastId = 0;
	let crash: Error | null = null;
	let isClosed = false;
	let whyClosed: Error | undefined;

	const emit = (event: LabEvent) => listeners.forEach((listener) => listener(event));

	port.addEventListener('message', ({ data }) => {
		if ('event' in data) return emit(data);
		const call = pending.get(data.id);
		pending.delete(data.id);
		if (data.ok) call?.resolve(data.value);
		else call?.reject(fromWire(data.error));
	});
	const crashed = (event: Event) => {
		if (crash || isClosed) return;
		const error = crashError(event);
		crash = error;
		for (const call of pending.values()) call.reject(error);
		pending.clear();
		emit({ event: 'lab.crashed', error: toWire(error) });
	};
	port.addEventListener('error', crashed);
	port.addEventListener('messageerror', crashed);

	function call<K extends CallName>(
		name: K,
		request: RequestTo<K>,
		isOfScript: boolean,
	): Promise<ReplyOf<K>> {
		return new Promise<unknown>((resolve, reject) => {
			if (isClosed && isOfScript && whyClosed) throw whyClosed;
			if (isClosed) return;
			if (crash) throw crash;
			const id = ++lastId;
			try {
				port.postMessage({ id, call: name, request });
			} catch (error) {
				// A function or a page's object, for example.
				const why = toMessage(error);
				throw new InputError(
					say(
						'{call}: its request cannot be sent to the worker: {why}. Give plain data and files only.',
						{ call: name, why },
					),
				);
			}
			pending.set(id, { isOfScript, resolve, reject });
		}) as Promise<ReplyOf<K>>;
	}
	const client = {
		subscribe(listener: (event: LabEvent) => void) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		close(why?: Error) {
			port.terminate?.();
			isClosed = true;
			whyClosed = why;
			if (why) for (const call of pending.values()) if (call.isOfScript) call.reject(why);
			pending.clear();
		},
		get ofScript() {
			return clientOf(true);
		},
	};
	// Names of calls contain a dot. An awaited client must have no `then`.
	const clientOf = (isOfScript: boolean) =>
		new Proxy(client, {
			get: (target, name) =>
				typeof name === 'string' && name.includes('.')
					? (request: never) => call(name as CallName, request, isOfScript)
					: (Reflect.get(target, name) as unknown),
		}) as LabClient;
	return clientOf(false);
}

/** The words are the page's, because those of the worker may not have arrived. */
function crashError(event: Event): Error {
	// An ErrorEvent has a message; the plain event of a script that did not load has none.
	const what =
		'message' in event && typeof event.message === 'string' && event.message !== ''
			? event.message
			: say('its script did not load, or a message could not be read');
	return new InternalError(
		say("The lab's worker ended: {what}. What was stored is kept: reload the page to go on.", {
			what,
		}),
	);
}
