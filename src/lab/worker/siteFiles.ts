/** Requests of the site's own files, and which of them are awaited for long. */
import { wait } from '#engine/core/nextTask.ts';

/** Milliseconds without a byte after which a file is named. */
const patience = 5000;

type Fetch = (url: URL, options?: RequestInit) => Promise<Response>;

/** `pause`: the clock of the silence. */
export function siteFiles(fetch: Fetch, pause: typeof wait = wait) {
	const silent = new Map<symbol, string>();
	let report: (files: readonly string[]) => void = () => undefined;
	const tell = () => report([...new Set(silent.values())]);

	async function watched<T>(file: string, reply: Promise<T>): Promise<T> {
		const key = Symbol(file);
		const arrived = new AbortController();
		pause(patience, arrived.signal).then(
			() => {
				// Both can happen at once.
				if (arrived.signal.aborted) return;
				silent.set(key, file);
				tell();
			},
			() => undefined,
		);
		return reply.finally(() => {
			arrived.abort();
			if (silent.delete(key)) tell();
		});
	}

	return {
		/** Calls `listener` with the names of all files that are awaited, whenever they change. */
		watch: (listener: typeof report): void => void (report = listener),
		async fetch(url: URL, options?: RequestInit): Promise<Response> {
			const file = url.pathname.split('/').slice(-2).join('/');
			const response = await watched(file, fetch(url, options));
			const reader = response.body?.getReader();
			if (!reader) return response;
			const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
				{
					async pull(controller) {
						const part = await watched(file, reader.read());
						if (part.value) controller.enqueue(part.value);
						else controller.close();
					},
					cancel: (reason) => reader.cancel(reason),
				},
				{ highWaterMark: 0 },
			);
			return new Response(body, response);
		},
	};
}
