/** Requests to other origins, which the page makes for the worker. Both ends are here. */
export interface OutsideRequest {
	readonly url: string;
	readonly method: 'GET' | 'POST';
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Milliseconds until the reply must be complete. */
	readonly timeout: number;
}

/** Reasons for a missing reply. A browser reports little; fetchTransport.ts finds out the rest. */
export type TransportFault =
	/** The page's policy does not allow the origin. */
	| 'notAllowed'
	/** An https page may not ask an http address on another machine. */
	| 'mixed'
	/** No server answers: wrong host or port, or no server runs. */
	| 'unreachable'
	/** A server answers but does not let this page read its replies. */
	| 'cors'
	| 'redirected'
	| 'timeout'
	/** The connection broke before the reply was complete. */
	| 'cut'
	/** Longer than `longestReply`. */
	| 'tooLong';

export type OutsideReply =
	| {
			readonly kind: 'reply';
			readonly status: number;
			/** The Retry-After header; null: missing, or not readable by the page. */
			readonly retryAfter: string | null;
			readonly body: string;
	  }
	| { readonly kind: 'fault'; readonly fault: TransportFault };

/** Rejects only with the signal's reason. */
export type Transport = (request: OutsideRequest, signal: AbortSignal) => Promise<OutsideReply>;

/** In characters. A judge's reply has a few thousand. */
export const longestReply = 1_000_000;

/** Messages from the worker to the page. The client answers them with the call `outside.answer`. */
export type OutsideEvent =
	| { readonly event: 'outside.ask'; readonly id: number; readonly request: OutsideRequest }
	| { readonly event: 'outside.cancel'; readonly id: number };

export interface OutsideCalls {
	/** The result of a request of the worker. Only the client calls it. */
	'outside.answer': { request: { asked: number; answer: OutsideAnswer }; reply: void };
}
/** failed: the page's fetch threw an unexpected error. */
export type OutsideAnswer = OutsideReply | { readonly kind: 'failed'; readonly message: string };

export const isOutside = (message: { readonly event: string }): message is OutsideEvent =>
	message.event === 'outside.ask' || message.event === 'outside.cancel';

export type Outside = ReturnType<typeof createOutside>;

/** The worker's end. */
export function createOutside(emit: (event: OutsideEvent) => void) {
	const waiting = new Map<number, (answer: OutsideAnswer) => void>();
	let last = 0;
	return {
		transport: (request: OutsideRequest, signal: AbortSignal): Promise<OutsideReply> =>
			new Promise((resolve, reject) => {
				signal.throwIfAborted();
				const id = ++last;
				const leave = () => {
					waiting.delete(id);
					emit({ event: 'outside.cancel', id });
					reject(signal.reason as Error);
				};
				signal.addEventListener('abort', leave, { once: true });
				waiting.set(id, (answer) => {
					waiting.delete(id);
					signal.removeEventListener('abort', leave);
					if (answer.kind === 'failed') reject(new Error(answer.message));
					else resolve(answer);
				});
				emit({ event: 'outside.ask', id, request });
			}),
		// A cancelled request has no receiver any more.
		answer: (id: number, answer: OutsideAnswer): void => waiting.get(id)?.(answer),
	};
}

/** The page's end: makes the requests of the worker and calls `answer` with each result. */
export function serveOutside(
	transport: Transport,
	answer: (id: number, answer: OutsideAnswer) => unknown,
): (event: OutsideEvent) => void {
	const running = new Map<number, AbortController>();
	return (event) => {
		const { id } = event;
		if (event.event === 'outside.cancel') return running.get(id)?.abort();
		const controller = new AbortController();
		running.set(id, controller);
		void transport(event.request, controller.signal)
			.catch((error: unknown): OutsideAnswer => ({ kind: 'failed', message: String(error) }))
			.then((result) => {
				running.delete(id);
				if (!controller.signal.aborted) answer(id, result);
			});
	};
}
