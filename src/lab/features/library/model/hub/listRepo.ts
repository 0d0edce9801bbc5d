/** Lists the files of a model or a data set on a hub, at one commit. */
import * as v from 'valibot';
import { InputError, isAbort, LabError } from '#engine/core/errors.ts';
import { whole } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import type { SourceFile } from '#lab/run/stores.ts';
import type { HubAddress, HubKind } from './address.ts';
import { askWhole, type HubConnection } from './askHub.ts';

/** The hub lists 1,000 files per page. A longer listing is not one of a model. */
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

/** Throws InputError or StorageError. */
export async function listRepo(
	connection: HubConnection,
	kind: HubKind,
	{ hub, name, revision }: HubAddress,
	signal: AbortSignal,
): Promise<{ readonly commit: string; readonly files: SourceFile[] }> {
	const { listFiles, modelInfo, datasetInfo } = await import('@huggingface/hub');
	let requests = 0;
	const hubOptions = {
		hubUrl: hub,
		fetch: async (url: RequestInfo | URL) => {
			if (++requests > maxRequests) throw new Error('The listing does not end.');
			return withNextPage(await askWhole(connection, url as string, signal), url as string);
		},
	};
	const repo = { type: kind === 'data' ? 'dataset' : 'model', name } as const;
	const files: SourceFile[] = [];
	try {
		const info = { ...hubOptions, name, revision };
		const known: Promise<{ sha?: unknown }> =
			kind === 'data'
				? datasetInfo({ ...info, additionalFields: ['sha'] })
				: modelInfo({ ...info, additionalFields: ['sha'] });
		const commit = await known.then(
			({ sha }) => (typeof sha === 'string' ? sha : revision),
			(error: unknown) => {
				// A mirror may have no information about a model. The listing is needed anyway.
				if (error instanceof InputError && error.data['status'] === 404) return revision;
				throw error;
			},
		);
		for await (const entry of listFiles({ ...hubOptions, repo, revision: commit, recursive: true }))
			if (entry.type === 'file') files.push(sourceFile(v.parse(listedFile, entry)));
		return { commit, files };
	} catch (error) {
		if (error instanceof LabError || isAbort(error)) throw error;
		throw new InputError(
			sentence('library.errors.answeredWithSomething', { hub }),
			{},
			{ cause: error },
		);
	}
}

/** A listing names its next page in a header. The library reads absolute addresses only. */
function withNextPage(response: Response, url: string): Response {
	const link = /<([^>]*)>[^<]*;\s*rel="?next\b/i.exec(response.headers.get('Link') ?? '');
	if (!link) return response;
	const next = new URL(link[1], response.url || url);
	if (next.origin !== new URL(url).origin) throw new Error('The listing continues elsewhere.');
	return new Response(response.body, { headers: { Link: `<${next.href}>; rel="next"` } });
}

const sourceFile = ({ path, lfs, oid, ...file }: v.InferOutput<typeof listedFile>): SourceFile => ({
	name: path,
	bytes: lfs?.size ?? file.size,
	hash: lfs ? { kind: 'sha256', hex: lfs.oid } : oid ? { kind: 'git', hex: oid } : null,
});

/** Throws InputError for a file whose damage could not be found. */
export function requireHashes(hub: string, files: readonly SourceFile[]): void {
	const unnamed = files.find(({ hash }) => !hash);
	if (!unnamed) return;
	throw new InputError(sentence('library.errors.givesNoHash', { hub, name: unnamed.name }));
}
