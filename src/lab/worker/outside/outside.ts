/**
 * Requests to other origins, which the page makes for the worker. Both ends are here. A reply is
 * one text, or a file in chunks: the page reads on when the worker has taken a chunk.
 */
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
	/** A redirect without end, or to where nothing answers. */
	| 'circle'
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
	| FaultReply;
interface FaultReply {
	readonly kind: 'fault';
	readonly fault: TransportFault;
}

/** A file. Redirects are followed to the origins that the page's policy allows. */
export interface FileRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}
export interface FileHead {
	readonly kind: 'opened';
	readonly status: number;
	readonly headers: readonly (readonly [string, string])[];
}
/** `send` resolves when the worker wants more. Rejects only with the signal's reason. */
export type FileTransport = (
	request: FileRequest,
	signal: AbortSignal,
	send: (part: FileHead | { readonly kind: 'chunk'; readonly bytes: Uint8Array }) => Promise<void>,
) => Promise<{ readonly kind: 'end' } | FaultReply>;

/** A reply that is missing, or a file that broke off. */
export class OutsideFault extends Error {
	constructor(readonly fault: TransportFault) {
		super(`The request failed: ${fault}.`);
	}
}

/** Rejects only with the signal's reason. */
export type Transport = (request: OutsideRequest, signal: AbortSignal) => Promise<OutsideReply>;

/** In characters. A judge's reply has a few thousand. */
export const longestReply = 1_000_000;

/** Messages from the worker to the page. The client answers them with the call `outside.answer`. */
export type OutsideEvent =
	| { readonly event: 'outside.ask'; readonly id: number; readonly request: OutsideRequest }
	| { readonly event: 'outside.open'; readonly id: number; readonly request: FileRequest }
	| { readonly event: 'outside.cancel'; readonly id: number };

export interface OutsideCalls {
	/**
	 * The result of a request of the worker, or a part of it. Only the client calls it. Replies when
	 * the worker wants the next part.
	 */
	'outside.answer': { request: { asked: number; answer: OutsideAnswer }; reply: void };
}
/** failed: the page's fetch threw an unexpected error. */
export type OutsideAnswer =
	| OutsideReply
	| FileHead
	| { readonly kind: 'chunk'; readonly bytes: Uint8Array }
	| { readonly kind: 'end' }
	| { readonly kind: 'failed'; readonly message: string };

export const isOutside = (message: { readonly event: string }): message is OutsideEvent =>
	['outside.ask', 'outside.open', 'outside.cancel'].includes(message.event);

export type Outside = ReturnType<typeof createOutside>;

/** The worker's end. */
export function createOutside(emit: (event: OutsideEvent) => void) {
	const waiting = new Map<number, (answer: OutsideAnswer) => void | Promise<void>>();
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
					else resolve(answer as OutsideReply);
				});
				emit({ event: 'outside.ask', id, request });
			}),
		/** Rejects with OutsideFault or the signal's reason; so does the body, if it breaks off. */
		fetch: (request: FileRequest, signal: AbortSignal): Promise<Response> => {
			const id = ++last;
			const cancelled = () => {
				if (waiting.delete(id)) emit({ event: 'outside.cancel', id });
			};
			const file = receiveFile(signal, cancelled);
			waiting.set(id, file.take);
			emit({ event: 'outside.open', id, request });
			return file.response;
		},
		// A cancelled request has no receiver any more.
		answer: (id: number, answer: OutsideAnswer) => waiting.get(id)?.(answer),
	};
}

/** `ended` is called once, at the end or a cancellation. */
function receiveFile(signal: AbortSignal, ended: () => void) {
	let wanted = () => {};
	let chunks!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
	let open!: (response: Response) => void;
	let fail!: (reason: unknown) => void;
	const response = new Promise<Response>((resolve, reject) => ([open, fail] = [resolve, reject]));
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			start: (controller) => void (chunks = controller),
			pull: () => wanted(),
			cancel: () => end(),
		},
		{ highWaterMark: 0 },
	);
	const abort = () => broken(signal.reason);
	function end(): void {
		signal.removeEventListener('abort', abort);
		wanted();
		ended();
	}
	function broken(reason: unknown): void {
		fail(reason);
		chunks.error(reason);
		end();
	}
	if (signal.aborted) abort();
	else signal.addEventListener('abort', abort, { once: true });
	return {
		response,
		take: (answer: OutsideAnswer): void | Promise<void> => {
			switch (answer.kind) {
				case 'opened':
					return open(
						new Response(answer.status === 204 ? null : body, {
							status: answer.status,
							headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
						}),
					);
				case 'chunk':
					chunks.enqueue(answer.bytes as Uint8Array<ArrayBuffer>);
					return new Promise((resolve) => (wanted = resolve));
				case 'end':
					chunks.close();
					return end();
				case 'fault':
					return broken(new OutsideFault(answer.fault));
				case 'failed':
					return broken(new Error(answer.message));
				case 'reply':
					return broken(new Error('A text came instead of a file.'));
			}
		},
	};
}

/** The page's end: makes the requests of the worker and calls `answer` with each result. */
export function serveOutside(
	{ text, file }: { readonly text: Transport; readonly file: FileTransport },
	answer: (id: number, answer: OutsideAnswer) => Promise<unknown>,
): (event: OutsideEvent) => void {
	const running = new Map<number, AbortController>();
	return (event) => {
		const { id } = event;
		if (event.event === 'outside.cancel') return running.get(id)?.abort();
		const controller = new AbortController();
		running.set(id, controller);
		const { signal } = controller;
		const send = async (part: OutsideAnswer) => {
			signal.throwIfAborted();
			await answer(id, part);
		};
		const asked: Promise<OutsideAnswer> =
			event.event === 'outside.ask'
				? text(event.request, signal)
				: file(event.request, signal, send);
		void asked
			.catch((error: unknown): OutsideAnswer => ({ kind: 'failed', message: String(error) }))
			.then((result) => {
				running.delete(id);
				if (!signal.aborted) void answer(id, result);
			});
	};
}

/** Milliseconds from a Retry-After of seconds or a date (RFC 9110); 5 s by default. */
export function retryAfter(header: string | null, now: number): number {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? 5000 : Math.max(0, date - now);
}
