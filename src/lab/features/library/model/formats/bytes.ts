/** Reads a file as UTF-8 chunks: drops byte-order marks, converts UTF-16 and line ends of CR. */
import { joinBytes } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { FileBytes } from './format.ts';
import { isGzip, unpackGzip } from './gzip.ts';

/** A File, or a Blob with a name. */
export type NamedBlob = Blob & { readonly name: string };

/** Receives the number of stored bytes read so far. */
type OnBytes = ((bytes: number) => void) | undefined;

type Bytes = Uint8Array<ArrayBuffer>;
type Chunks = AsyncGenerator<Bytes>;

/** A gzip archive is recognised by its first bytes, whatever its name. */
export async function openFile(file: NamedBlob, onBytes?: OnBytes): Promise<FileBytes> {
	const isPacked = isGzip(await readBytes(file, 0, 3));
	const readChunks = (watch?: OnBytes): Chunks =>
		isPacked ? unpackGzip(file.name, storedChunks(file, watch)) : storedChunks(file, watch);
	const start = await takeBytes(readChunks(), headBytes);
	const head = utf8Converter(start)(start);
	const endsWithCr = hasCrLines(head);
	const withLf = (chunk: Bytes): Bytes =>
		endsWithCr ? chunk.map((byte) => (byte === 13 ? 10 : byte)) : chunk;
	return {
		name: file.name,
		size: file.size,
		isPacked,
		start: start.subarray(0, startBytes),
		head: lenient.decode(withLf(head)),
		read: (from, end) => readBytes(file, from, end),
		progress: (bytes) => onBytes?.(bytes),
		async *chunks() {
			const toUtf8 = utf8Converter(start);
			for await (const chunk of readChunks(onBytes)) yield withLf(toUtf8(chunk));
			yield withLf(toUtf8());
		},
	};
}

const startBytes = 4096;
export const headBytes = 2 ** 16;

/** The first `length` bytes, or fewer at the end. */
async function takeBytes(chunks: Chunks, length: number): Promise<Bytes> {
	const pieces: Bytes[] = [];
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

/** Converts the chunks of a file in their order; without a chunk, at its end. `head`: its start. */
function utf8Converter(head: Bytes): (chunk?: Bytes) => Bytes {
	const [first, second, third] = head;
	if (first === 0xff && second === 0xfe) return utf16Transcoder(false);
	if (first === 0xfe && second === 0xff) return utf16Transcoder(true);
	let mark = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
	return (chunk = new Uint8Array()) => {
		const content = chunk.subarray(mark);
		mark = Math.max(0, mark - chunk.length);
		return content;
	};
}

/** Old Macs and some spreadsheets end lines with CR alone. LF is then a line break in a cell. */
function hasCrLines(chunk: Uint8Array): boolean {
	const end = chunk.findIndex((byte) => byte === 10 || byte === 13);
	// CR CR LF is a line end that was converted twice.
	const next = chunk.subarray(end).find((byte) => byte !== 13);
	return chunk[end] === 13 && next !== undefined && next !== 10;
}

/** Throws InputError when the browser can no longer read the file. */
async function readBytes(file: NamedBlob, start: number, end: number): Promise<Bytes> {
	// A damaged Parquet file asks for NaN: a browser reads from 0, and Node ends its process.
	const inside = (place: number) => (place >= 0 ? place : file.size);
	try {
		return new Uint8Array(await file.slice(inside(start), inside(end)).arrayBuffer());
	} catch (cause) {
		throw new InputError(
			say(
				'{name}: the file can no longer be read: it was changed, moved or deleted. Choose it again.',
				{ name: file.name },
			),
			{},
			{ cause },
		);
	}
}

/**
 * UTF-16 as UTF-8. Half of a character becomes the three bytes of its code, and half of a unit at
 * the end the byte FF: decodeUtf8 reads the first, and the formats reject a row with the second.
 */
function utf16Transcoder(isBigEndian: boolean): (chunk?: Bytes) => Bytes {
	let rest = new Uint8Array();
	let isFirst = true;
	return (chunk) => {
		const bytes = joinBytes(chunk ? [rest, chunk] : [rest]);
		let units = bytes.length >> 1;
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
		const unitAt = (i: number) => view.getUint16(2 * i, !isBigEndian);
		// Its other half is in the next chunk.
		if (chunk && units > 0 && (unitAt(units - 1) & 0xfc00) === 0xd800) units--;
		rest = chunk ? bytes.slice(2 * units) : new Uint8Array();
		let text = '';
		for (let i = isFirst && units > 0 && unitAt(0) === 0xfeff ? 1 : 0; i < units; i++)
			text += String.fromCharCode(unitAt(i));
		isFirst &&= units === 0;
		const parts = text.split(/(\p{Surrogate})/u).map((part) => encoder.encode(part));
		for (const [i, [half]] of [...text.matchAll(/\p{Surrogate}/gu)].entries())
			parts[2 * i + 1] = surrogateBytes(half.charCodeAt(0));
		if (!chunk && bytes.length % 2 === 1) parts.push(Uint8Array.of(0xff));
		return joinBytes(parts);
	};
}

const surrogateBytes = (code: number) =>
	Uint8Array.of(0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Decodes UTF-8, and halves of characters that a writer encoded alone. If `valid` is false, the
 * text has U+FFFD in place of invalid bytes.
 */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
	try {
		return { text: strict.decode(bytes), valid: true };
	} catch {
		return decodeHalves(bytes) ?? { text: lenient.decode(bytes), valid: false };
	}
}

function decodeHalves(bytes: Uint8Array) {
	let text = '';
	let from = 0;
	try {
		for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
			const [, second, third] = bytes.subarray(at, at + 3);
			if ((second & 0xe0) !== 0xa0 || (third & 0xc0) !== 0x80) continue;
			const half = String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
			text += strict.decode(bytes.subarray(from, at)) + half;
			from = at + 3;
		}
		return { text: text + strict.decode(bytes.subarray(from)), valid: true };
	} catch {
		return null;
	}
}
