/** Reads a file as UTF-8 chunks: drops byte-order marks, converts UTF-16 and line ends of CR. */
import { joinBytes } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { FileBytes } from './format.ts';
import { isGzip, unpackGzip } from './gzip.ts';

/** A File, or a Blob with a name. */
export type NamedBlob = Blob & { readonly name: string };

/** Receives the number of stored bytes read so far. */
type OnBytes = ((bytes: number) => void) | undefined;

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>;
type Stored = Chunks | readonly Uint8Array<ArrayBuffer>[];

/** A gzip archive is recognised by its first bytes, whatever its name. */
export async function openFile(file: NamedBlob, onBytes?: OnBytes): Promise<FileBytes> {
	const isPacked = isGzip(await readBytes(file, 0, 3));
	const readChunks = (watch?: OnBytes): Chunks =>
		isPacked ? unpackGzip(file.name, storedChunks(file, watch)) : storedChunks(file, watch);
	const first = (length: number) => takeBytes(readChunks(), length);
	return {
		name: file.name,
		size: file.size,
		isPacked,
		start: () => first(startBytes),
		read: (start, end) => readBytes(file, start, end),
		progress: (bytes) => onBytes?.(bytes),
		async head() {
			const pieces: Uint8Array<ArrayBuffer>[] = [];
			for await (const chunk of utf8Chunks([await first(headBytes)])) pieces.push(chunk);
			return lenient.decode(joinBytes(pieces));
		},
		chunks: () => utf8Chunks(readChunks(onBytes)),
	};
}

const startBytes = 4096;
export const headBytes = 2 ** 16;

/** The first `length` bytes, or fewer at the end. */
async function takeBytes(chunks: Chunks, length: number): Promise<Uint8Array<ArrayBuffer>> {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let taken = 0;
	for await (const chunk of chunks) {
		pieces.push(chunk);
		taken += chunk.length;
		if (taken >= length) break;
	}
	return joinBytes(pieces).subarray(0, length);
}

/** 256 KiB: small enough for prompt progress, large enough for few reads. */
const chunkBytes = 2 ** 18;

/** The stored bytes. Slices, since stream() may give chunks of any size: in Node a whole file. */
async function* storedChunks(file: NamedBlob, onBytes: OnBytes): Chunks {
	for (let start = 0; start < file.size; start += chunkBytes) {
		const bytes = await readBytes(file, start, start + chunkBytes);
		onBytes?.(start + bytes.length);
		yield bytes;
	}
}

async function* utf8Chunks(stored: Stored): Chunks {
	let transcode: ReturnType<typeof utf16Transcoder> | null = null;
	let endsWithCr: boolean | undefined;
	for await (const whole of atLeast(longestMark, stored)) {
		let bytes = whole;
		if (endsWithCr === undefined) {
			const { encoding, bytes: mark } = findMark(whole);
			if (encoding !== 'utf-8') transcode = utf16Transcoder(encoding);
			bytes = whole.subarray(mark.length);
		}
		const chunk = transcode ? transcode(bytes) : bytes;
		endsWithCr ??= hasCrLines(chunk);
		yield endsWithCr ? chunk.map((byte) => (byte === 13 ? 10 : byte)) : chunk;
	}
	if (transcode) yield transcode();
}

/** Joins the first chunks until they have `length` bytes. An archive may give single bytes. */
async function* atLeast(length: number, chunks: Stored): Chunks {
	let start: Uint8Array<ArrayBuffer> | null = new Uint8Array();
	for await (const chunk of chunks) {
		if (start) {
			start = joinBytes([start, chunk]);
			if (start.length < length) continue;
		}
		yield start ?? chunk;
		start = null;
	}
	if (start && start.length > 0) yield start;
}

/** Old Macs and some spreadsheets end lines with CR alone. LF is then a line break in a cell. */
function hasCrLines(chunk: Uint8Array): boolean {
	const end = chunk.findIndex((byte) => byte === 10 || byte === 13);
	// CR CR LF is a line end that was converted twice.
	const next = chunk.subarray(end).find((byte) => byte !== 13);
	return chunk[end] === 13 && next !== undefined && next !== 10;
}

/** Throws InputError when the browser can no longer read the file. */
async function readBytes(
	file: NamedBlob,
	start: number,
	end: number,
): Promise<Uint8Array<ArrayBuffer>> {
	// A damaged Parquet file asks for NaN: a browser reads from 0, and Node ends its process.
	const inside = (place: number) => (place >= 0 ? place : file.size);
	try {
		return new Uint8Array(await file.slice(inside(start), inside(end)).arrayBuffer());
	} catch (cause) {
		throw new InputError(
			sentence('library.errors.fileCanNoLonger', { name: file.name }),
			{},
			{ cause },
		);
	}
}

const byteOrderMarks = [
	{ encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
	{ encoding: 'utf-16le', bytes: [0xff, 0xfe] },
	{ encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];
const unmarked = { encoding: 'utf-8', bytes: [] };
const longestMark = 3;

const findMark = (start: Uint8Array) =>
	byteOrderMarks.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte)) ?? unmarked;

/** Invalid UTF-16 becomes the byte FF, never valid UTF-8: the formats then reject the row. */
function utf16Transcoder(encoding: string): (chunk?: Uint8Array) => Uint8Array<ArrayBuffer> {
	const decoder = new TextDecoder(encoding);
	return (chunk) => {
		const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
		return joinBytes(
			text.split('\uFFFD').map((part) => encoder.encode(part)),
			0xff,
		);
	};
}

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes UTF-8. If `valid` is false, the text has U+FFFD in place of invalid bytes. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
	try {
		return { text: strict.decode(bytes), valid: true };
	} catch {
		return { text: lenient.decode(bytes), valid: false };
	}
}
