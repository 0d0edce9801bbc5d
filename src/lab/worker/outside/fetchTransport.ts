/** Texts of other origins by fetch. */
import { streamChunks } from '#engine/core/bytes.ts';
import {
	longestReply,
	requestOptions,
	whyFailed,
	whyForbidden,
	type OutsideReply,
	type Transport,
	type TransportParts,
} from './outside.ts';

export const fetchTransport =
	({ fetch, allowed, secure }: TransportParts): Transport =>
	async (request, signal) => {
		const url = new URL(request.url);
		const fault = whyForbidden(url, { allowed, secure });
		if (fault) return { kind: 'fault', fault };
		const inTime = AbortSignal.timeout(request.timeout);
		const both = AbortSignal.any([signal, inTime]);
		try {
			const { method, headers, body } = request;
			const reply = fetch(url, {
				...requestOptions(headers, both),
				method,
				...(body !== undefined && { body }),
				// Sends the key to the typed address only.
				redirect: 'manual',
			});
			const response = await reply.catch(async (error: unknown) => {
				both.throwIfAborted();
				if (!(error instanceof TypeError)) throw error;
				// Not the request itself, which would be answered and paid twice.
				const again = { url: url.href.replace(/\/chat\/completions$/, '/models'), headers };
				return whyFailed(fetch, again, url.origin, signal);
			});
			return typeof response === 'string'
				? { kind: 'fault', fault: response }
				: await read(response, both);
		} catch (error) {
			signal.throwIfAborted();
			if (inTime.aborted) return { kind: 'fault', fault: 'timeout' };
			if (error instanceof TypeError) return { kind: 'fault', fault: 'cut' };
			throw error;
		}
	};

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
