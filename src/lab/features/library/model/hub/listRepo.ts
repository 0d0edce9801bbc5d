/** Lists the files of a model or a data set on a hub, at one commit. */
import * as v from 'valibot';
import { InputError, isAbort, LabError } from '#engine/core/errors.ts';
import { whole } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import type { SourceFile } from '#lab/run/stores.ts';
import type { HubAddress, HubKind } from './address.ts';
import { askWhole, isMissing, type HubConnection } from './askHub.ts';

/** The hub lists 1,000 files per page. A longer listing is not one of a model. */
const maxRequests = 200;

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
const size = whole(0, Number.MAX_SAFE_INTEGER);
/** Folders too. */
const entries = v.array(v.looseObject({ type: v.string() }));
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
	const api = `${hub}/api/${kind === 'data' ? 'datasets' : 'models'}/${name}`;
	let requests = 0;
	const ask = (url: string): Promise<Response> => {
		if (++requests > maxRequests) throw new Error('The listing does not end.');
		return askWhole(connection, url, signal);
	};
	const files: SourceFile[] = [];
	try {
		const commit = await ask(`${api}/revision/${encodeURIComponent(revision)}?expand=sha`).then(
			async (reply) => String(((await reply.json()) as { sha?: string }).sha ?? revision),
			(error: unknown) => {
				// A mirror may have no information about a model. The listing is needed anyway.
				if (isMissing(error)) return revision;
				throw error;
			},
		);
		let url: string | null = `${api}/tree/${encodeURIComponent(commit)}?recursive=true`;
		while (url !== null) {
			const page = await ask(url);
			for (const entry of v.parse(entries, await page.json()))
				if (entry.type === 'file') files.push(sourceFile(v.parse(listedFile, entry)));
			url = nextPage(page, url);
		}
		return { commit, files };
	} catch (error) {
		if (error instanceof LabError || isAbort(error)) throw error;
		throw new InputError(
			say(
				'{hub} did not answer with a list of files. Check that it is a hub like huggingface.co.',
				{ hub },
			),
			{},
			{ cause: error },
		);
	}
}

/** A listing names its next page in a header, perhaps by a relative address. */
function nextPage({ headers }: Response, url: string): string | null {
	const link = /<([^>]*)>[^<]*;\s*rel="?next\b/i.exec(headers.get('Link') ?? '');
	if (!link) return null;
	const next = new URL(link[1], url);
	if (next.origin !== new URL(url).origin) throw new Error('The listing continues elsewhere.');
	return next.href;
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
	throw new InputError(
		say(
			'{hub} gives no hash of {name}, so a damaged copy could not be found. Download the files by hand, and open them here.',
			{ hub, name: unnamed.name },
		),
	);
}
