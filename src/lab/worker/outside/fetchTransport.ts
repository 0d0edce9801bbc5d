/**
 * Texts of other origins by fetch. A browser says only that a fetch failed, so two more requests
 * find out why.
 */
import { streamChunks } from '#engine/core/bytes.ts';
import {
	longestReply,
	type OutsideReply,
	type OutsideRequest,
	type Transport,
	type TransportFault,
} from './outside.ts';

export interface TransportParts {
	readonly fetch: typeof globalThis.fetch;
	/** Whether the page's policy allows the origin. */
	readonly allowed: (origin: string) => boolean;
	/** The page was loaded over https. */
	readonly secure: boolean;
}

/** Milliseconds for each request that finds out why another one failed. */
const probeTimeout = 5000;

export const fetchTransport =
	({ fetch, allowed, secure }: TransportParts): Transport =>
	async (request, signal) => {
		const url = new URL(request.url);
		const fault = whyForbidden(url, { allowed, secure });
		if (fault) return { kind: 'fault', fault };
		const inTime = AbortSignal.timeout(request.timeout);
		const both = AbortSignal.any([signal, inTime]);
		try {
			const { method, headers, body = null } = request;
			// Sends the key to the typed address only.
			const how = { ...options(headers, both), method, body, redirect: 'manual' } as const;
			const response = await fetch(url, how).catch(async (error: unknown) => {
				both.throwIfAborted();
				return whyFailed(fetch, request, signal, error);
			});
			return 'kind' in response ? response : await read(response, both);
		} catch (error) {
			signal.throwIfAborted();
			if (inTime.aborted) return { kind: 'fault', fault: 'timeout' };
			if (error instanceof TypeError) return { kind: 'fault', fault: 'cut' };
			throw error;
		}
	};

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

/** A request that stores nothing and says nothing of this page. */
export const options = (
	headers: Readonly<Record<string, string>>,
	signal: AbortSignal,
): RequestInit => ({
	headers: { ...headers },
	signal,
	credentials: 'omit',
	cache: 'no-store',
	referrerPolicy: 'no-referrer',
});

/**
 * A request that finds out why another failed. It ends soon, although the server is silent. The
 * type of the response; undefined: there is none. Rejects with the signal's reason.
 */
export async function probe(
	{ fetch, signal }: Pick<TransportParts, 'fetch'> & { readonly signal: AbortSignal },
	url: string | URL,
	how: RequestInit,
): Promise<ResponseType | undefined> {
	const ended = AbortSignal.any([signal, AbortSignal.timeout(probeTimeout)]);
	const response = await fetch(url, { ...options({}, ended), ...how }).catch(() => undefined);
	response?.body?.cancel().catch(() => undefined);
	signal.throwIfAborted();
	return response?.type;
}

async function read(response: Response, signal: AbortSignal): Promise<OutsideReply> {
	if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
		return { kind: 'fault', fault: 'redirected' };
	const body = await readText(response, signal);
	if (body === null) return { kind: 'fault', fault: 'tooLong' };
	const retryAfter = response.headers.get('Retry-After');
	return { kind: 'reply', status: response.status, retryAfter, body };
}

/** null: longer than `longestReply`. */
async function readText({ body }: Response, signal: AbortSignal): Promise<string | null> {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of streamChunks(body)) {
		signal.throwIfAborted();
		text += decoder.decode(chunk, { stream: true });
		if (text.length > longestReply) return null;
	}
	signal.throwIfAborted();
	return text + decoder.decode();
}

/**
 * If a second request is readable, the first connection broke. If only an unreadable one succeeds,
 * CORS forbids it. If none does, no server answers.
 */
async function whyFailed(
	fetch: typeof globalThis.fetch,
	{ url, headers }: OutsideRequest,
	signal: AbortSignal,
	error: unknown,
): Promise<OutsideReply> {
	if (!(error instanceof TypeError)) throw error;
	const asking = { fetch, signal };
	const models = url.replace(/\/chat\/completions$/, '/models');
	if (await probe(asking, models, { headers: { ...headers }, redirect: 'manual' }))
		return { kind: 'fault', fault: 'cut' };
	const isThere = await probe(asking, new URL(url).origin, { mode: 'no-cors' });
	return { kind: 'fault', fault: isThere ? 'cors' : 'unreachable' };
}
