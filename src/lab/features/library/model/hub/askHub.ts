/** One request to a hub. It obeys Retry-After, repeats a broken request, and explains failures. */
import { streamChunks } from '#engine/core/bytes.ts';
import { InputError, StorageError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { longestSilence } from '#lab/worker/outside/fileTransport.ts';
import {
	OutsideFault,
	retryAfter,
	type FileRequest,
	type FileTransport,
	type TransportFault,
} from '#lab/worker/outside/outside.ts';
import type { Messages } from '#languages/messages.ts';

export interface HubConnection {
	/** The hub's address. */
	readonly hub: string;
	/** In memory only. Empty: none. */
	readonly token: string;
	/** Rejects with OutsideFault or the signal's reason. */
	readonly fetch: FileTransport;
	/** Milliseconds; rejects with the signal's reason. */
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/**
	 * Receives the seconds left, once a second. 0: the next request is made now, or the silent hub
	 * has answered.
	 */
	readonly onWaiting: (why: WhyWaiting, seconds: number) => void;
}

export type WhyWaiting = Messages['model.waiting']['why'];

/** Tries in a row without a byte. */
const maxFailures = 6;
const maxWaits = 8;
/** Milliseconds. */
const longestWait = 15 * 60_000;
/** Milliseconds before the n-th try after a failure, from 1. */
const pauseAfter = (failures: number): number => 500 * 2 ** Math.min(failures, 6);

/** Minutes without a byte until the hub is given up. */
export const longestMinutes = Math.ceil(
	Array.from({ length: maxFailures }, (_, at) => pauseAfter(at + 1)).reduce(
		(sum, pause) => sum + pause + longestSilence,
		longestSilence,
	) / 60_000,
);

const passing: readonly TransportFault[] = ['cut', 'timeout'];
export const isTemporary = (error: unknown): boolean =>
	error instanceof OutsideFault && passing.includes(error.fault);

/** Why the visitor waits after this error. */
export const whyAfter = (error: unknown): WhyWaiting =>
	error instanceof OutsideFault && error.fault === 'timeout' ? 'silent' : 'broken';

async function pause(hub: HubConnection, why: WhyWaiting, time: number, signal: AbortSignal) {
	for (let left = time; left > 0; left -= 1000) {
		hub.onWaiting(why, Math.ceil(left / 1000));
		await hub.wait(Math.min(left, 1000), signal);
	}
	hub.onWaiting(why, 0);
}

/**
 * A reply with status 200, 206 or 416. `known`: the hub has answered before, so a missing answer
 * is a broken connection. Throws InputError or StorageError.
 */
export async function askHub(
	connection: HubConnection,
	url: string,
	headers: FileRequest['headers'],
	signal: AbortSignal,
	known = false,
): Promise<Response> {
	const { hub, token, fetch, now } = connection;
	const isOwn = new URL(url).origin === new URL(hub).origin;
	const authorization = token !== '' && isOwn ? { Authorization: `Bearer ${token}` } : {};
	const failures = failureCount(connection);
	const sayLeft = (seconds: number) => connection.onWaiting('silent', seconds);
	for (let waits = 0; ;) {
		signal.throwIfAborted();
		let response: Response;
		try {
			const request = { url, headers: { ...headers, ...authorization } };
			response = await fetch(request, signal, sayLeft);
		} catch (error) {
			if (!(error instanceof OutsideFault)) throw error;
			const isPassed = isTemporary(error) || (known && error.fault === 'unreachable');
			if (!isPassed) throw faultError(error.fault, url);
			await failures.again(whyAfter(error), signal);
			continue;
		}
		const { status } = response;
		const isPage = response.ok && /^text\/html/i.test(response.headers.get('Content-Type') ?? '');
		if ([200, 206, 416].includes(status) && !isPage) return response;
		const code = response.headers.get('X-Error-Code') ?? '';
		response.body?.cancel().catch(() => undefined);
		if (isPage)
			throw new StorageError(
				say(
					'{origin} sent a web page instead of {url}. Sign in to the network or the hub in another tab, then try again: what was fetched stays.',
					{ origin: new URL(url).origin, url },
				),
			);
		if (status === 429 && waits++ < maxWaits) {
			const milliseconds = retryAfter(response.headers.get('Retry-After'), now());
			const seconds = Math.ceil(milliseconds / 1000);
			if (milliseconds > longestWait)
				throw new StorageError(
					say(
						'{hub} accepts no request for {seconds} s (status 429). What was fetched stays: resume the download after that.',
						{ hub, seconds },
					),
				);
			await pause(connection, 'asked', milliseconds, signal);
		} else if (status >= 500 || status === 408) {
			await failures.again('failed', signal);
		} else {
			throw statusError(status, code, url, token !== '');
		}
	}
}

/** A page of a listing has 1,000 files and about 300 kB. */
const mostListingBytes = 20_000_000;

/**
 * A reply that has arrived whole. One that breaks off or falls silent is asked for again; one that
 * drips ends after `longestMinutes`. Throws InputError or StorageError.
 */
export async function askWhole(
	connection: HubConnection,
	url: string,
	signal: AbortSignal,
): Promise<Response> {
	const failures = failureCount(connection);
	const until = connection.now() + longestMinutes * 60_000;
	for (let isKnown = false; ; isKnown = true) {
		const response = await askHub(connection, url, {}, signal, isKnown);
		try {
			const { status, headers } = response;
			return new Response(await wholeBody(response, connection, until), { status, headers });
		} catch (error) {
			if (!isTemporary(error)) throw error;
			await failures.again(whyAfter(error), signal);
		}
	}
}

/** Throws InputError for a body without end; it can be unpacked from a few bytes. */
async function wholeBody(
	{ body }: Response,
	{ hub, now }: HubConnection,
	until: number,
): Promise<Blob> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	for await (const part of streamChunks(body)) {
		bytes += part.length;
		if (now() > until)
			throw new StorageError(
				say(
					'{hub} has not sent its list of files in {minutes} minutes. Check the connection, and try again.',
					{ hub, minutes: longestMinutes },
				),
			);
		if (bytes > mostListingBytes)
			throw new InputError(
				say(
					'{hub} did not answer with a list of files. Check that it is a hub like huggingface.co.',
					{ hub },
				),
			);
		parts.push(part);
	}
	return new Blob(parts);
}

/** Counts failures in a row. `again` waits before the next try, or throws StorageError. */
export function failureCount(connection: HubConnection) {
	const { hub } = connection;
	let failures = 0;
	return {
		reset: () => void (failures = 0),
		async again(why: WhyWaiting, signal: AbortSignal): Promise<void> {
			if (++failures > maxFailures)
				throw new StorageError(
					say(
						'The connection to {hub} broke or was silent {failures} times in a row. What was fetched stays: check the connection, and resume the download.',
						{ hub, failures },
					),
				);
			await pause(connection, why, pauseAfter(failures), signal);
		},
	};
}

/** `data` tells the page what the visitor can allow. */
function faultError(fault: TransportFault, url: string): InputError {
	const { origin } = new URL(url);
	const messages: Partial<Record<TransportFault, Message>> = {
		notAllowed: say(
			'This page may not ask {origin} yet: allow that address, and the page reloads with it.',
			{ origin },
		),
		redirected: say(
			'{origin} sends the file from another address, which this page may not ask. Find out which one it is, then allow it.',
			{ origin },
		),
		mixed: say(
			'This page came over https, and browsers forbid it to ask {origin}. Use an https address, or run Skillet on this machine.',
			{ origin },
		),
		cors: say(
			'A server answers at {origin}, but does not let pages read its files (CORS). Download the files by hand, and open them here.',
			{ origin },
		),
	};
	const silent = say(
		'Nothing answers at {origin}. Check the address and the connection; if the browser asked whether this page may reach your network, allow it.',
		{ origin },
	);
	const data = { notAllowed: { allow: origin }, redirected: { redirected: url } } as const;
	return new InputError(
		messages[fault] ?? silent,
		fault === 'notAllowed' || fault === 'redirected' ? data[fault] : {},
	);
}

/** The hub has no such thing (status 404). */
export const isMissing = (error: unknown): boolean =>
	error instanceof InputError && error.data['status'] === 404;

function statusError(status: number, code: string, url: string, hasToken: boolean): InputError {
	const { origin, pathname } = new URL(url);
	const path = pathname
		.replace(/^\/api(\/models)?/, '')
		.replace(/\/(resolve|tree|revision)\/.*$/, '');
	if (status === 401 || status === 403) {
		const token = hasToken
			? say('The token was refused: check it, and what it may read.')
			: say('Give an access token.');
		return new InputError(
			say(
				'The hub asks who you are (status {status}): the address is gated, private, or does not exist. Open {origin}, sign in and accept its licence. {token} Or download the files by hand, and open them here.',
				{ status, origin: origin + path, token },
			),
		);
	}
	const isRevision = code === 'RevisionNotFound';
	if (status === 404)
		return new InputError(
			say(
				'{url} does not exist (status 404): there is no such {isRevision, select, true {revision} other {model, data set or file}}. Check the address, and the part after “@”.',
				{ url, isRevision },
			),
			{ status },
		);
	return new InputError(
		say(
			'{url} cannot be fetched: the hub answered with status {status}. Try again later, or download the files by hand, and open them here.',
			{ url, status },
		),
	);
}
