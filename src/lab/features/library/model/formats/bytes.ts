/** Opens a file: unpacks gzip, and reads it in chunks of UTF-8. */
import { streamChunks } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { FileBytes } from './format.ts';

/** A File, or a Blob with a name. */
export type NamedBlob = Blob & { readonly name: string };
type Bytes = Uint8Array<ArrayBuffer>;

const startBytes = 4096;
export const headBytes = 2 ** 16;
/** 256 KiB: small enough for prompt progress, large enough for few reads. */
const chunkBytes = 2 ** 18;
/** Data sets become 3 to 30 times as long. A content below 64 MiB may have any ratio. */
const mostTimes = 100;
const alwaysAllowed = 2 ** 26;

/** `onBytes` receives the number of stored bytes read so far. */
export async function openFile(
	file: NamedBlob,
	onBytes: (bytes: number) => void = () => undefined,
): Promise<FileBytes> {
	const [first, second, method] = await readBytes(file, 0, 3);
	// A gzip archive (RFC 1952) with deflate, its only method.
	const isPacked = first === 0x1f && second === 0x8b && method === 8;
	const readChunks = (watch: (bytes: number) => void) =>
		isPacked ? unpackGzip(file, watch) : storedChunks(file, watch);
	const pieces: Bytes[] = [];
	let taken = 0;
	for await (const chunk of readChunks(() => undefined)) {
		pieces.push(chunk);
		taken += chunk.length;
		if (taken >= headBytes) break;
	}
	const content = new Uint8Array(await new Blob(pieces).slice(0, headBytes).arrayBuffer());
	const utf16 = encodings.find(({ mark }) => mark.every((byte, i) => content[i] === byte))?.name;
	const text = new TextDecoder(utf16).decode(content, { stream: true });
	// Old Macs and some spreadsheets end lines with CR alone.
	const endsWithCr = /\r[^\r\n]/.test(text) && !text.includes('\n');
	const withLf = (chunk: Bytes): Bytes =>
		endsWithCr ? chunk.map((byte) => (byte === 13 ? 10 : byte)) : chunk;
	return {
		name: file.name,
		size: file.size,
		isPacked,
		start: content.subarray(0, startBytes),
		head: endsWithCr ? text.replaceAll('\r', '\n') : text,
		read: (from, end) => readBytes(file, from, end),
		progress: onBytes,
		async *chunks() {
			const decoder = utf16 && new TextDecoder(utf16);
			const toUtf8 = (chunk?: Bytes): Bytes =>
				decoder ? new TextEncoder().encode(decoder.decode(chunk, { stream: !!chunk })) : chunk!;
			for await (const chunk of readChunks(onBytes)) yield withLf(toUtf8(chunk));
			if (decoder) yield toUtf8();
		},
	};
}

const encodings = [
	{ name: 'utf-16le', mark: [0xff, 0xfe] },
	{ name: 'utf-16be', mark: [0xfe, 0xff] },
];

/** Slices, since stream() may give chunks of any size: in Node a whole file. */
async function* storedChunks(file: NamedBlob, onBytes: (bytes: number) => void) {
	for (let start = 0; start < file.size; start += chunkBytes) {
		const bytes = await readBytes(file, start, start + chunkBytes);
		onBytes(start + bytes.length);
		yield bytes;
	}
}

/** Throws InputError if the archive is damaged, cut off, or far longer than its packed bytes. */
async function* unpackGzip(file: NamedBlob, onBytes: (bytes: number) => void) {
	const { name } = file;
	const stored = storedChunks(file, onBytes);
	const packed = new ReadableStream<Bytes>({
		async pull(controller) {
			const { value } = await stored.next();
			if (value) controller.enqueue(value);
			else controller.close();
		},
	});
	let unpacked = 0;
	try {
		const stream = packed.pipeThrough(new DecompressionStream('gzip'));
		for await (const chunk of streamChunks(stream)) {
			unpacked += chunk.length;
			if (unpacked > Math.max(alwaysAllowed, mostTimes * file.size))
				throw new InputError(
					say(
						'{name}: the gzip archive unpacks to more than {mostTimes} times its size, which data sets do not. If it is right, unpack it first.',
						{ name, mostTimes },
					),
				);
			yield chunk;
		}
	} catch (cause) {
		if (cause instanceof InputError) throw cause;
		throw new InputError(
			say(
				'{name}: the gzip archive is damaged or cut off, or has more than one part. Download it again, or unpack it first.',
				{ name },
			),
			{},
			{ cause },
		);
	}
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

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder();

/** If `isValid` is false, the text has U+FFFD in place of invalid bytes. */
export function decodeUtf8(bytes: Uint8Array) {
	try {
		return { text: strict.decode(bytes), isValid: true };
	} catch {
		return { text: lenient.decode(bytes), isValid: false };
	}
}
