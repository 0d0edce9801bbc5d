/** Replies of other origins by fetch. A browser hides where a redirect leads and why it failed. */
import { wait } from '#engine/core/nextTask.ts';
import {
	OutsideFault,
	requestOptions,
	whyFailed,
	whyForbidden,
	type FileTransport,
	type TransportFault,
	type TransportParts,
} from './outside.ts';

/** A connection counts as broken after this many milliseconds without a byte. */
export const longestSilence = 20_000;

interface FileTransportParts extends TransportParts {
	/** The clock of the silence. */
	readonly pause?: typeof wait;
}

export const fileTransport =
	({ fetch, pause = wait, ...page }: FileTransportParts): FileTransport =>
	async ({ url, headers }, signal) => {
		const address = new URL(url);
		const fault = whyForbidden(address, page);
		if (fault) throw new OutsideFault(fault);
		const silence = new AbortController();
		/** Only this time counts, not the time that the reader of the file needs. */
		async function inTime<T>(reply: Promise<T>): Promise<T> {
			const arrived = new AbortController();
			pause(longestSilence, arrived.signal).then(
				() => silence.abort(),
				() => undefined,
			);
			return reply.finally(() => arrived.abort());
		}
		/** The error that the caller receives for one of fetch or of the body. */
		const explain = async (error: unknown, why: () => TransportFault | Promise<TransportFault>) => {
			if (signal.aborted) return signal.reason as Error;
			if (silence.signal.aborted) return new OutsideFault('timeout');
			return error instanceof TypeError ? new OutsideFault(await why()) : error;
		};
		const both = AbortSignal.any([signal, silence.signal]);
		try {
			const response = await inTime(fetch(address, requestOptions(headers, both)));
			const reader = response.body?.getReader();
			const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
				{
					async pull(controller) {
						try {
							const { value } = await inTime(reader!.read());
							if (value) controller.enqueue(value);
							else controller.close();
						} catch (error) {
							controller.error(await explain(error, () => 'cut'));
						}
					},
					cancel: (reason) => reader?.cancel(reason),
				},
				{ highWaterMark: 0 },
			);
			return new Response(reader ? body : null, response);
		} catch (error) {
			throw await explain(error, () => whyFailed(fetch, url, signal));
		}
	};
