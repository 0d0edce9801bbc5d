/** The files of a model on a hub. A cut connection goes on at the next byte. */
import { StorageError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import type { HubModel } from '#lab/run/stores.ts';
import { NoRanges, type ModelSource } from '../intake/modelSource.ts';
import { askHub, failureCount, isPassing, type HubConnection } from './askHub.ts';

export function hubSource(connection: HubConnection, model: HubModel): ModelSource {
	const { name: repo, hub, commit, files } = model;
	const altered = (file: string) =>
		new StorageError(
			sentence`${file} did not arrive as the hub lists it: its length or its hash differs. What was
				stored of this file is deleted. Resume the download to fetch it again.`,
			{ file },
		);
	let isKnown = false;
	return {
		files,
		pieceBytes: 1_000_000,
		altered,
		async *read(file, from, signal) {
			const url = fileAddress(file);
			const length = files.find((one) => one.name === file)!.bytes;
			const failures = failureCount(connection);
			for (let at = from; at < length;) {
				const range = at > 0 ? { Range: `bytes=${at}-` } : {};
				const response = await askHub(connection, url, range, signal, isKnown);
				isKnown = true;
				if (response.status === 416) throw altered(file);
				const isNext = at === 0 || beginsAt(response, at);
				if (!isNext) response.body?.cancel().catch(() => undefined);
				if (!isNext && response.status === 200) throw new NoRanges(file);
				try {
					for await (const chunk of isNext ? readChunks(response) : []) {
						at += chunk.length;
						failures.reset();
						yield chunk;
					}
				} catch (error) {
					if (!isPassing(error)) throw error;
				}
				if (at < length) await failures.again('broken', signal);
			}
		},
	};

	function fileAddress(file: string): string {
		const path = file.split('/').map(encodeURIComponent).join('/');
		return `${hub}/${repo}/resolve/${encodeURIComponent(commit)}/${path}`;
	}
}

/** A page cannot read every header of another origin: the status says it then. */
function beginsAt({ status, headers }: Response, at: number): boolean {
	const range = /^bytes (\d+)-/.exec(headers.get('Content-Range') ?? '');
	return status === 206 && (!range || Number(range[1]) === at);
}

/** WebKit has no loop over a body. */
async function* readChunks({ body }: Response): AsyncGenerator<Uint8Array> {
	const reader = body?.getReader();
	try {
		for (let part = await reader?.read(); part?.value; part = await reader?.read())
			yield part.value;
	} finally {
		reader?.cancel().catch(() => undefined);
	}
}
