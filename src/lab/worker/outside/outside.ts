/** Requests to other origins: their types, rules and faults. */

/** Reasons for a missing reply. */
export type TransportFault =
	/** The page's policy does not allow the origin. */
	| 'notAllowed'
	/** An https page may not ask an http address on another machine. */
	| 'mixed'
	/** No server answers: wrong host or port, or no server runs. */
	| 'unreachable'
	/** A server answers but does not let this page read its replies. */
	| 'cors'
	/** A redirect that leads to a forbidden origin, into a loop, or to a server that is silent. */
	| 'redirected'
	| 'timeout'
	/** The connection broke before the reply was complete. */
	| 'cut';

/** Redirects of a file are followed to the origins that the page's policy allows. */
export interface FileRequest {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}
/**
 * Rejects with OutsideFault or the signal's reason; so does the body, if it breaks off.
 * `onSilence` receives, once a second, the seconds until a silent server counts as gone. 0: it has
 * answered, or counts as gone.
 */
export type FileTransport = (
	request: FileRequest,
	signal: AbortSignal,
	onSilence?: (secondsLeft: number) => void,
) => Promise<Response>;

/** A reply that is missing, or a file that broke off. */
export class OutsideFault extends Error {
	constructor(readonly fault: TransportFault) {
		super(`The request failed: ${fault}.`);
	}
}

/** `follow`: the address at which a redirect ends, and which this worker may not ask; or null. */
export type Follow = (request: FileRequest) => Promise<string | null>;

/** Requests to other origins. The page's policy binds this worker (page/shell/startWorker.ts). */
export interface Outside {
	readonly fetch: FileTransport;
	readonly follow: Follow;
}

/** Milliseconds from a Retry-After of seconds or a date (RFC 9110); 5 s by default. */
export function retryAfter(header: string | null, now: number): number {
	const text = header?.trim() ?? '';
	// Some servers write parts of a second, which Date.parse reads as a date of 2001.
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? 5000 : Math.max(0, date - now);
}

export interface TransportParts {
	readonly fetch: typeof globalThis.fetch;
	/** Whether the page's policy allows the origin. */
	readonly allowed: (origin: string) => boolean;
	/** The page was loaded over https. */
	readonly secure: boolean;
}

/** Hosts that an https page may ask over http: this machine. */
const ownMachine = /^(localhost|127(\.\d+){3}|.*\.localhost)$/;

/** The reason why the page may not ask the address; null: it may. */
export function whyForbidden(
	{ origin, protocol, hostname }: URL,
	{ allowed, secure }: Pick<TransportParts, 'allowed' | 'secure'>,
): TransportFault | null {
	if (!allowed(origin)) return 'notAllowed';
	return secure && protocol === 'http:' && !ownMachine.test(hostname) ? 'mixed' : null;
}

/** The server gets no cookie and no address of the page, and nothing is stored. */
export const requestOptions = (
	headers: Readonly<Record<string, string>>,
	signal: AbortSignal,
): RequestInit => ({
	headers: { ...headers },
	signal,
	credentials: 'omit',
	cache: 'no-store',
	referrerPolicy: 'no-referrer',
});

/** Milliseconds for each request that finds out why another one failed. */
const probeTimeout = 5000;

/**
 * A browser says only that a fetch failed. If it can be repeated, the first connection broke. A
 * request that needs no permission tells whether a server answers.
 */
export async function whyFailed(
	fetch: typeof globalThis.fetch,
	url: string,
	signal: AbortSignal,
): Promise<TransportFault> {
	const ask = (how: RequestInit) => {
		const either = AbortSignal.any([signal, AbortSignal.timeout(probeTimeout)]);
		return fetch(url, { ...requestOptions({}, either), ...how }).then(
			(response) => {
				response.body?.cancel().catch(() => undefined);
				return response.type;
			},
			() => undefined,
		);
	};
	const direct = await ask({ redirect: 'manual' });
	signal.throwIfAborted();
	if (direct && direct !== 'opaqueredirect') return 'cut';
	const followed = await ask({ mode: 'no-cors' });
	signal.throwIfAborted();
	if (followed) return direct ? 'cut' : 'cors';
	return direct ? 'redirected' : 'unreachable';
}
