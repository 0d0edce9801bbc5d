/**
 * Parts of a lab as one file: a zip of `skillet.json`, which lists all other files with their sizes
 * and hashes, and of these files in its order, uncompressed. So the reader needs no directory, and
 * names the file at which the zip was cut off or altered. It trusts nothing.
 */
import * as v from 'valibot';
import { streamChunks } from '#engine/core/bytes.ts';
import { InputError, fieldError } from '#engine/core/errors.ts';
import { checkedBy, list, mustBe, object, sha256, text, whole } from '#engine/core/fields.ts';
import { packMark } from '#engine/core/gzip.ts';
import { streamingSha256 } from '#engine/core/hash.ts';
import { parseJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import type { NamedFile, PackPart } from '#lab/worker/protocol.ts';
import { entryHead, entryTail, maxZipBytes, zipStored } from '#engine/core/zip.ts';

export interface Pack {
	/** The fragment of a link, which opens when all parts are stored. */
	readonly link?: string | undefined;
	readonly parts: readonly PackPart[];
}

const format = 'skillet-lab';
const version = 1;
const mostManifestBytes = 20_000_000;
/** Their folders have numbers of five digits. */
const mostFiles = 100_000;
/** A longer name is cut: it is only shown. */
const mostNameLetters = 300;
const path = v.pipe(
	text(300),
	v.regex(
		/^[a-z]+-\d{1,5}\/[^/\\]+(\/[^/\\]+)?$/,
		mustBe(say('a path such as skill-1/rows.jsonl')),
	),
);
const manifestSchema = object({
	format: v.literal(format, mustBe(say('one of {options}', { options: format }))),
	version: v.literal(version, mustBe(say('one of {options}', { options: `${version}` }))),
	link: v.exactOptional(text(1_000_000)),
	parts: list(
		object({
			kind: v.pipe(
				text(20),
				v.regex(/^[a-z]+$/, mustBe(say('the name of a kind in small letters'))),
			),
			id: text(200),
			name: text(mostNameLetters),
			files: list(object({ path, bytes: whole(0, maxZipBytes), sha256 }), say('files'), mostFiles),
		}),
		say('parts'),
		mostFiles,
		0,
	),
});

/** Throws InputError if the parts are larger than a zip can be. */
export async function writePack(
	{ link, parts }: Pack,
	onProgress: (fraction: number) => void,
	signal: AbortSignal,
): Promise<Blob> {
	const total = parts.flatMap(({ files }) => files).reduce((sum, { blob }) => sum + blob.size, 0);
	if (total > maxZipBytes)
		throw new InputError(
			say(
				'These parts have {gb} GB, and one file takes 4.2 GB. Leave out a model or runs with weights.',
				{ gb: (total / 1e9).toFixed(1) },
			),
		);
	const hashOf = fileHasher(total, onProgress, signal);
	const content: NamedFile[] = [];
	const listed = [];
	for (const [i, { kind, id, name, files }] of parts.entries()) {
		const entries = [];
		for (const { name: fileName, blob } of files) {
			const entry = `${kind}-${i}/${fileName}`;
			entries.push({ path: entry, bytes: blob.size, sha256: await hashOf(blob) });
			content.push({ name: entry, blob });
		}
		listed.push({ kind, id, name: truncate(name, mostNameLetters - 1), files: entries });
	}
	const manifest = { format, version, ...(link !== undefined && { link }), parts: listed };
	const blob = new Blob([JSON.stringify(manifest)]);
	return zipStored([{ name: packMark, blob }, ...content]);
}

/** Reads and checks the whole file. Throws InputError that names the file and the entry. */
export async function readPack(
	file: File,
	onProgress: (fraction: number) => void,
	signal: AbortSignal,
): Promise<Pack> {
	const fail = (entry: string, problem: 'cut' | 'altered' | 'repacked') =>
		new InputError(
			say(
				'{file}: {problem, select, cut {it was cut off: “{entry}” is incomplete} repacked {another program has packed it again} other {“{entry}” was altered}}. Nothing of it was stored. Ask for the file once more.',
				{ file: file.name, entry, problem },
			),
		);
	if (await isRepacked(file)) throw fail(packMark, 'repacked');
	const head = entryHead(packMark);
	const start = new Uint8Array(await file.slice(head, head + mostManifestBytes).arrayBuffer());
	const end = manifestEnd(start);
	if (end < 0) throw fail(packMark, start.length < mostManifestBytes ? 'cut' : 'altered');
	const read = parseJson(new TextDecoder().decode(start.subarray(0, end)), () =>
		fail(packMark, 'altered'),
	);
	const { link, parts } = checkedBy(manifestSchema, read, packMark, (field, message) =>
		fieldError(`${file.name}: ${field}`, message),
	);

	let at = head + end + entryTail;
	const hashOf = fileHasher(file.size, onProgress, signal);
	const readParts: PackPart[] = [];
	for (const { kind, id, name, files } of parts) {
		const contents: NamedFile[] = [];
		for (const entry of files) {
			const from = at + entryHead(entry.path);
			at = from + entry.bytes + entryTail;
			const blob = file.slice(from, from + entry.bytes);
			if (blob.size < entry.bytes) throw fail(entry.path, 'cut');
			if ((await hashOf(blob)) !== entry.sha256) throw fail(entry.path, 'altered');
			contents.push({ name: entry.path.slice(entry.path.indexOf('/') + 1), blob });
		}
		readParts.push({ kind, id, name, files: contents });
	}
	return { ...(link !== undefined && { link }), parts: readParts };
}

/** Other programs compress, or write no mark behind an entry (bit 3 of its flags). */
async function isRepacked(file: File): Promise<boolean> {
	const header = new Uint8Array(await file.slice(0, 10).arrayBuffer());
	return header.length === 10 && ((header[6] & 8) === 0 || header[8] !== 0);
}

/** The manifest ends at the mark of an entry's end, which JSON cannot contain. */
function manifestEnd(bytes: Uint8Array): number {
	for (let i = 0; i < bytes.length - 4; i++)
		if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 7 && bytes[i + 3] === 8)
			return i;
	return -1;
}

/** Hashes one file after the other. `onProgress` receives the fraction of `total` bytes. */
function fileHasher(total: number, onProgress: (fraction: number) => void, signal: AbortSignal) {
	let done = 0;
	return async (blob: Blob): Promise<string> => {
		const hash = streamingSha256();
		for await (const chunk of streamChunks(blob.stream())) {
			signal.throwIfAborted();
			hash.update(chunk);
			onProgress((done += chunk.length) / Math.max(1, total));
		}
		return hash.hex();
	};
}
