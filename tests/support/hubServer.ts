/** A local hub for tests: the API and the files of huggingface.co, with every fault on demand. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, openServer } from './localServer.ts';

export { json };

export interface SeenFile {
	readonly method: string;
	readonly file: string;
	/** The first byte that was asked for. */
	readonly from: number;
	readonly authorization: string | undefined;
}
/** Answers a request for a file itself, or leaves it to the hub. `n`: its number, from 0. */
export type HubFault = (response: ServerResponse, seen: SeenFile, n: number) => boolean;

interface HubOptions {
	readonly files: ReadonlyMap<string, Uint8Array>;
	readonly name?: string;
	/** The files are those of a data set, in this branch. Absent: those of a model. */
	readonly dataBranch?: string;
	/** Files are on another origin, to which the hub redirects. */
	readonly redirects?: boolean;
	readonly ranges?: boolean;
	/** A bearer token that every request needs. */
	readonly token?: string;
	/** Entries of a page of the listing. */
	readonly pageSize?: number;
}

export type HubServer = Awaited<ReturnType<typeof hubServer>>;

/** Headers that pages of other origins may read, as on huggingface.co. */
const exposed = 'Link, Retry-After, Content-Range, X-Error-Code';
const commit = '0123456789abcdef0123456789abcdef01234567';
/** Larger files have a SHA-256, as with Git LFS. */
const largeBytes = 10_000;

export async function hubServer(options: HubOptions) {
	const { files, name = 'owner/tiny', redirects = false, ranges = true, pageSize = 3 } = options;
	const listed = new Map(files);
	const seen: SeenFile[] = [];
	const api: string[] = [];
	let fault: HubFault = () => false;
	let apiFault: (response: ServerResponse, url: string) => boolean = () => false;
	let storage = '';

	const hub = await openServer(exposed, (request, response) => {
		const url = request.url ?? '';
		const isFile = url.includes('/resolve/');
		if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`)
			return json(response, 401, { error: 'Access to model is restricted.' });
		if (!isFile) {
			api.push(url);
			if (!apiFault(response, url)) answerApi(request, response, url);
		} else if (redirects) {
			const target = `${storage}/blobs/${url.split('/').at(-1)}`;
			response.writeHead(302, { Location: target }).end();
		} else giveFile(request, response);
	});
	const blobs = redirects ? await openServer(exposed, giveFile) : null;
	storage = blobs?.origin ?? '';

	function answerApi(request: IncomingMessage, response: ServerResponse, url: string): void {
		const [path, query] = url.split('?');
		const { dataBranch } = options;
		const folder = `/api/${dataBranch === undefined ? 'models' : 'datasets'}/${name}`;
		const branch = encodeURIComponent(dataBranch ?? 'main');
		if (path === `${folder}/revision/${branch}`)
			return json(response, 200, { _id: '1', id: name, sha: commit, lastModified: '2026-01-01' });
		if (path !== `${folder}/tree/${commit}`)
			return json(response, 404, { error: 'Repository not found' });
		const from = Number(new URLSearchParams(query).get('cursor') ?? 0);
		const entries = [
			{ type: 'directory', oid: '0'.repeat(40), size: 0, path: 'onnx' },
			...Array.from(listed, ([file, bytes]) => entry(file, bytes)),
		];
		const next = `http://${request.headers.host}${path}?recursive=false&cursor=${from + pageSize}`;
		const more = from + pageSize < entries.length ? { Link: `<${next}>; rel="next"` } : {};
		json(response, 200, entries.slice(from, from + pageSize), more);
	}

	function giveFile(request: IncomingMessage, response: ServerResponse): void {
		const [, path = ''] = /\/(?:resolve\/[^/]+|blobs)\/(.*)$/.exec(request.url ?? '') ?? [];
		const file = decodeURIComponent(path);
		const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
		const { authorization } = request.headers;
		const received = { method: request.method ?? '', file, from, authorization };
		const n = seen.push(received) - 1;
		if (fault(response, received, n)) return;
		const bytes = files.get(file);
		if (!bytes) return json(response, 404, { error: 'Entry not found' });
		const start = ranges ? from : 0;
		writeFileHead(response, bytes, start, ranges && request.headers.range !== undefined);
		response.end(bytes.subarray(start));
	}

	return {
		address: `${hub.origin}/${name}`,
		origin: hub.origin,
		/** Of the files, if the hub redirects. */
		storage,
		commit,
		/** Requests for files, and for anything else. */
		seen,
		api,
		/** The listing has the sizes and hashes of these contents. */
		listed,
		breakFiles: (next: HubFault) => void (fault = next),
		breakApi: (next: typeof apiFault) => void (apiFault = next),
		close: async () => {
			await hub.close();
			await blobs?.close();
		},
	};
}

/** Cuts the connection after `count` bytes of the file. */
export function cutAfter(response: ServerResponse, bytes: Uint8Array, from: number, count: number) {
	writeFileHead(response, bytes, from, from > 0);
	response.write(bytes.subarray(from, from + count), () => response.destroy());
}

function writeFileHead(
	response: ServerResponse,
	{ length }: Uint8Array,
	from: number,
	isPart: boolean,
): void {
	response.writeHead(isPart ? 206 : 200, {
		'Content-Length': length - from,
		...(isPart && { 'Content-Range': `bytes ${from}-${length - 1}/${length}` }),
	});
}

function entry(path: string, bytes: Uint8Array) {
	const hash = (kind: string, ...parts: (string | Uint8Array)[]) => {
		const state = createHash(kind);
		for (const part of parts) state.update(part);
		return state.digest('hex');
	};
	const size = bytes.length;
	const git = hash('sha1', `blob ${size}\0`, bytes);
	const lfs = { oid: hash('sha256', bytes), size, pointerSize: 130 };
	return { type: 'file', oid: git, size, path, ...(size > largeBytes && { lfs }) };
}
