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

/** Milliseconds without a byte after which the caller is told. */
const saidSilence = 5000;
/** A connection counts as broken after this many milliseconds with fewer than `leastBytes`. */
export const longestSilence = 20_000;
/** 500 bytes per second: a model of 98 MB would take two days. */
const leastBytes = 10_000;
/** Milliseconds between two looks at the network. */
const tick = 1000;

interface FileTransportParts extends TransportParts {
	/** The clock of the silence. */
	readonly pause?: typeof wait;
}

export const fileTransport =
	({ fetch, pause = wait, ...page }: FileTransportParts): FileTransport =>
	async ({ url, headers }, signal, onSilence = () => undefined) => {
		const address = new URL(url);
		const fault = whyForbidden(address, page);
		if (fault) throw new OutsideFault(fault);
		const ended = new AbortController();
		const network = watchNetwork(pause, ended.signal, onSilence);
		/** The error that the caller receives for one of fetch or of the body. */
		const explain = async (error: unknown, why: () => TransportFault | Promise<TransportFault>) => {
			ended.abort();
			if (signal.aborted) return signal.reason as Error;
			if (network.silence.aborted) return new OutsideFault('timeout');
			return error instanceof TypeError ? new OutsideFault(await why()) : error;
		};
		const both = AbortSignal.any([signal, network.silence]);
		try {
			const response = await network.wait(
				fetch(address, requestOptions(headers, both)),
				() => leastBytes,
			);
			const reader = response.body?.getReader();
			const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
				{
					async pull(controller) {
						try {
							const part = await network.wait(
								reader!.read(),
								({ value }) => value?.length ?? leastBytes,
							);
							if (part.value) return controller.enqueue(part.value);
							ended.abort();
							controller.close();
						} catch (error) {
							controller.error(await explain(error, () => 'cut'));
						}
					},
					cancel(reason) {
						ended.abort();
						return reader?.cancel(reason);
					},
				},
				{ highWaterMark: 0 },
			);
			return new Response(reader ? body : null, response);
		} catch (error) {
			throw await explain(error, () => whyFailed(fetch, url, signal));
		}
	};

/** `silence` is aborted if the network gives almost nothing while a reply is awaited. */
function watchNetwork(
	pause: typeof wait,
	ended: AbortSignal,
	onSilence: (secondsLeft: number) => void,
) {
	const silence = new AbortController();
	let received = 0;
	let isWaiting = false;
	let isSaid = false;
	async function watch(): Promise<void> {
		for (let [silent, before] = [0, 0]; silent < longestSilence;) {
			await pause(tick, ended);
			const isSilent = isWaiting && received - before < leastBytes;
			silent = isSilent ? silent + tick : 0;
			if (!isSilent) before = received;
			isSaid = silent >= saidSilence;
			if (isSaid) onSilence((longestSilence - silent) / 1000);
		}
		silence.abort();
	}
	watch().catch(() => undefined);
	return {
		silence: silence.signal,
		/** Only this time counts, not the time that the reader of the file needs. */
		async wait<T>(reply: Promise<T>, bytesOf: (value: T) => number): Promise<T> {
			isWaiting = true;
			try {
				const value = await reply;
				received += bytesOf(value);
				return value;
			} finally {
				isWaiting = false;
				if (isSaid) onSilence(0);
				isSaid = false;
			}
		},
	};
}
