/**
 * Files of other origins by fetch, in the page, chunk by chunk. A browser hides where a redirect
 * leads, and reports a redirect that the policy forbids as a failed request.
 */
import { wait } from '#engine/core/nextTask.ts';
import { forbidden, type TransportParts } from './fetchTransport.ts';
import type { FileRequest, FileTransport, TransportFault } from './outside.ts';

interface FileTransportParts extends TransportParts {
	/** Whether the policy blocks a request to the origin, or its redirect, from now on. */
	readonly watchPolicy: (origin: string) => { blocked: () => boolean; end: () => void };
}

/** Milliseconds without a byte until the connection counts as broken. */
const longestSilence = 60_000;

export const fileTransport =
	({ fetch, allowed, secure, watchPolicy: watch }: FileTransportParts): FileTransport =>
	async (request, signal, send) => {
		const url = new URL(request.url);
		const fault = forbidden(url, { allowed, secure });
		if (fault) return { kind: 'fault', fault };
		const policy = watch(url.origin);
		const ended = new AbortController();
		const network = watchNetwork(ended.signal);
		const both = AbortSignal.any([signal, network.silence]);
		let isOpen = false;
		try {
			const response = await network.wait(fetch(url, options(request, both)));
			isOpen = true;
			const { status, headers } = response;
			await send({ kind: 'opened', status, headers: [...headers] });
			const reader = response.body?.getReader();
			for (let part = await read(); part?.value; part = await read())
				await send({ kind: 'chunk', bytes: part.value });
			return { kind: 'end' };

			async function read() {
				return reader && network.wait(reader.read());
			}
		} catch (error) {
			signal.throwIfAborted();
			if (network.silence.aborted) return { kind: 'fault', fault: 'timeout' };
			if (!(error instanceof TypeError)) throw error;
			const why = isOpen ? 'cut' : await whyFailed(fetch, url, policy.blocked, signal);
			return { kind: 'fault', fault: why };
		} finally {
			policy.end();
			ended.abort();
		}
	};

/** `silence` is aborted if the network gives nothing while it is waited for. */
function watchNetwork(ended: AbortSignal) {
	const silence = new AbortController();
	let waits = 0;
	let isWaiting = false;
	async function watch(): Promise<void> {
		for (let before = -1; !isWaiting || waits !== before;) {
			before = waits;
			await wait(longestSilence, ended);
		}
		silence.abort();
	}
	watch().catch(() => undefined);
	return {
		silence: silence.signal,
		/** Only this time counts, not the time that the worker needs. */
		async wait<T>(reply: Promise<T>): Promise<T> {
			waits++;
			isWaiting = true;
			return reply.finally(() => {
				isWaiting = false;
			});
		},
	};
}

const options = ({ headers }: Pick<FileRequest, 'headers'>, signal: AbortSignal): RequestInit => ({
	headers: { ...headers },
	signal,
	credentials: 'omit',
	cache: 'no-store',
	referrerPolicy: 'no-referrer',
});

/** A request that needs no permission tells whether a server answers at all. */
async function whyFailed(
	fetch: typeof globalThis.fetch,
	url: URL,
	blocked: () => boolean,
	signal: AbortSignal,
): Promise<TransportFault> {
	const probe = { ...options({ headers: {} }, signal), redirect: 'manual' } as const;
	const answer = (how: RequestInit) =>
		fetch(url, { ...probe, ...how }).then(
			(response) => {
				response.body?.cancel().catch(() => undefined);
				return response.type;
			},
			() => undefined,
		);
	const direct = await answer({});
	signal.throwIfAborted();
	// The browser reports a violation in a later task than the failure.
	if (blocked()) return 'redirected';
	if (direct && direct !== 'opaqueredirect') return 'cut';
	const followed = await answer({ mode: 'no-cors', redirect: 'follow' });
	signal.throwIfAborted();
	if (followed) return direct ? 'cut' : 'cors';
	return direct ? 'circle' : 'unreachable';
}

type Listen = (
	type: 'securitypolicyviolation',
	listener: (event: { readonly blockedURI: string }) => void,
) => void;

/** A violation names the address before the redirect. Node has no document. */
export const watchPolicy: FileTransportParts['watchPolicy'] = (origin) => {
	const { document } = globalThis as {
		document?: { addEventListener: Listen; removeEventListener: Listen };
	};
	let isBlocked = false;
	const listener: Parameters<Listen>[1] = ({ blockedURI }) => {
		if (URL.canParse(blockedURI) && new URL(blockedURI).origin === origin) isBlocked = true;
	};
	document?.addEventListener('securitypolicyviolation', listener);
	return {
		blocked: () => isBlocked,
		end: () => document?.removeEventListener('securitypolicyviolation', listener),
	};
};
