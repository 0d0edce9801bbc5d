/** Finds a model on a hub at one commit, with the hashes of its files, and reads its files. */
import * as v from 'valibot';
import { InputError, isAbort, LabError, StorageError } from '#engine/core/errors.ts';
import { checkedBy, mustBe, oneOf, openObject, text, whole } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import type { HubModel, SourceFile } from '#lab/run/stores.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { readConfig } from '#engine/model/folder.ts';
import { FileScan } from '../intake/FileScan.ts';
import { chooseFiles, NoRanges, type ModelSource } from '../intake/modelSource.ts';
import { parseAddress, type HubAddress } from './address.ts';
import { askHub, failureCount, isTemporary, type HubConnection } from './askHub.ts';

export interface FoundModel {
	readonly model: HubModel;
	readonly bytes: number;
	/** config.json's model_type. */
	readonly type: string;
	readonly parameters: number;
}

/** The hub lists 1,000 files per page. A longer listing is not that of a model. */
const maxRequests = 200;

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
const size = whole(0, Number.MAX_SAFE_INTEGER);
const listedFile = v.object({
	type: v.literal('file'),
	path: v.string(),
	size,
	oid: v.optional(hex(40)),
	lfs: v.optional(v.object({ oid: hex(64), size })),
});
const hubModel = openObject({
	name: text(200),
	hub: text(500),
	commit: text(200),
	files: v.array(
		openObject({
			name: text(200),
			bytes: size,
			hash: openObject({ kind: oneOf(['sha256', 'git']), hex: text(64) }),
		}),
		mustBe('a list'),
	),
});
/** A model that the page got from `findModel`. Throws InputError. */
export function checkedModel(sent: unknown): HubModel {
	const model = checkedBy(hubModel, sent, 'listing');
	const { hub, name } = parseAddress(`${model.hub}/${model.name}`);
	return { hub, name, commit: model.commit, files: chooseFiles(model.files) };
}

/** Throws InputError or StorageError. */
export async function findModel(
	connection: HubConnection,
	{ hub, name, revision }: HubAddress,
	signal: AbortSignal,
): Promise<FoundModel> {
	const { listFiles, modelInfo } = await import('@huggingface/hub');
	const repo = { type: 'model', name } as const;
	let requests = 0;
	const hubOptions = {
		hubUrl: hub,
		fetch: async (url: RequestInfo | URL) => {
			if (++requests > maxRequests) throw new Error('The listing does not end.');
			return withNextPage(await askHub(connection, url as string, {}, signal), url as string);
		},
	};
	const files: SourceFile[] = [];
	let commit: string;
	try {
		commit = await modelInfo({ ...hubOptions, name, revision, additionalFields: ['sha'] }).then(
			({ sha }) => (typeof sha === 'string' ? sha : revision),
			(error: unknown) => {
				// A mirror may have no information about models. The listing is needed anyway.
				if (error instanceof InputError && error.data['status'] === 404) return revision;
				throw error;
			},
		);
		for await (const entry of listFiles({ ...hubOptions, repo, revision: commit, recursive: true }))
			if (entry.type === 'file') files.push(sourceFile(v.parse(listedFile, entry)));
	} catch (error) {
		if (error instanceof LabError || isAbort(error)) throw error;
		throw new InputError(
			sentence('library.errors.answeredWithSomething', { hub }),
			{ hub },
			{ cause: error },
		);
	}
	const model: HubModel = { name, hub, commit, files: chooseFiles(files) };
	const unnamed = model.files.find(({ hash }) => !hash);
	if (unnamed)
		throw new InputError(sentence('library.errors.givesNoHash', { hub, name: unnamed.name }), {
			file: unnamed.name,
		});
	return { model, bytes: addBytes(model), ...(await readType(connection, model, signal)) };
}

/** A listing names its next page in a header, which may be relative: the library reads no such. */
function withNextPage(response: Response, url: string): Response {
	const link = /<([^>]*)>[^<]*;\s*rel="?next\b/i.exec(response.headers.get('Link') ?? '');
	if (!link) return response;
	const next = new URL(link[1], response.url || url);
	if (next.origin !== new URL(url).origin) throw new Error('The listing continues elsewhere.');
	return new Response(response.body, { headers: { Link: `<${next.href}>; rel="next"` } });
}

export const addBytes = ({ files }: HubModel): number =>
	files.reduce((sum, { bytes }) => sum + bytes, 0);

const sourceFile = ({ path, lfs, oid, ...file }: v.InferOutput<typeof listedFile>): SourceFile => ({
	name: path,
	bytes: lfs?.size ?? file.size,
	hash: lfs ? { kind: 'sha256', hex: lfs.oid } : oid ? { kind: 'git', hex: oid } : null,
});

/** Reads config.json, so that an unknown architecture is known before the download. */
async function readType(
	connection: HubConnection,
	model: HubModel,
	signal: AbortSignal,
): Promise<Pick<FoundModel, 'type' | 'parameters'>> {
	const source = hubSource(connection, model);
	const file = model.files.find(({ name }) => name === 'config.json')!;
	const scan = new FileScan(file);
	const parts: Uint8Array<ArrayBuffer>[] = [];
	for await (const chunk of source.read(file.name, 0, signal)) {
		scan.add(chunk);
		parts.push(new Uint8Array(chunk));
		if (scan.bytes > file.bytes) break;
	}
	if (!scan.end().isRight) throw source.altered(file.name);
	const { architecture, config } = readConfig(await new Blob(parts).text());
	const parameters = tensorSpecs(architecture, config).reduce((sum, spec) => sum + spec.size, 0);
	return { type: architecture.modelType, parameters };
}

/** Reads the files of a model on a hub. After a cut connection it resumes at the next byte. */
export function hubSource(connection: HubConnection, model: HubModel): ModelSource {
	const { name: repo, hub, commit, files } = model;
	const altered = (file: string) =>
		new StorageError(sentence('library.errors.didNotArriveAsHub', { file }), { file });
	let isKnown = false;
	return {
		files,
		pieceBytes: 1_000_000,
		altered,
		async *read(file, from, signal) {
			const url = fileAddress(file);
			const length = files.find(({ name }) => name === file)!.bytes;
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
					if (!isTemporary(error)) throw error;
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
