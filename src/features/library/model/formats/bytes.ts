/** Reads a file as UTF-8 chunks: drops byte-order marks, converts UTF-16 and line ends of CR. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { nextTask } from '#core/nextTask.ts';
import type { FileBytes } from './format.ts';

/** A File, or a Blob with a name. */
export type NamedBlob = Blob & { readonly name: string };

export interface ReadWatch {
	readonly signal?: AbortSignal | undefined;
	/** Receives the number of bytes read so far. */
	readonly onBytes?: ((bytes: number) => void) | undefined;
}

export const openFile = (file: NamedBlob, watch: ReadWatch = {}): FileBytes => ({
	name: file.name,
	size: file.size,
	read: (start, end) => readBytes(file, start, end),
	head: () => readHead(file),
	chunks: () => utf8Chunks(file, watch),
});

const headBytes = 2 ** 16;

async function readHead(file: NamedBlob): Promise<string> {
	const head = Object.assign(file.slice(0, headBytes), { name: file.name });
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	for await (const chunk of utf8Chunks(head, {})) pieces.push(chunk);
	return lenient.decode(joinBytes(pieces));
}

/** 256 KiB: small enough for progress and cancelling to be prompt, large enough for few reads. */
const chunkBytes = 2 ** 18;

async function* utf8Chunks(
	file: NamedBlob,
	{ signal, onBytes }: ReadWatch,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const head = await readBytes(file, 0, 3);
	const found = byteOrderMarks.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
	const { encoding, bytes: mark } = found ?? unmarked;
	const transcode = encoding === 'utf-8' ? null : utf16Transcoder(encoding);
	let endsWithCr: boolean | undefined;
	// Slices, since stream() may give chunks of any size: in Node a whole file in memory.
	for (let start = mark.length; start < file.size; start += chunkBytes) {
		// Gives the call that cancels the work a chance to run.
		await nextTask();
		signal?.throwIfAborted();
		const bytes = await readBytes(file, start, start + chunkBytes);
		signal?.throwIfAborted();
		onBytes?.(start + bytes.length);
		const chunk = transcode ? transcode(bytes) : bytes;
		endsWithCr ??= hasCrLines(chunk);
		yield endsWithCr ? chunk.map((byte) => (byte === 13 ? 10 : byte)) : chunk;
	}
	if (transcode) yield transcode();
}

/** Old Macs and some spreadsheets end lines with CR alone. Such a file has no LF at its start. */
function hasCrLines(chunk: Uint8Array): boolean {
	const cr = chunk.indexOf(13);
	return cr >= 0 && cr < chunk.length - 1 && !chunk.includes(10);
}

/** Throws InputError when the browser can no longer read the file. */
async function readBytes(
	file: NamedBlob,
	start: number,
	end: number,
): Promise<Uint8Array<ArrayBuffer>> {
	try {
		return new Uint8Array(await file.slice(start, end).arrayBuffer());
	} catch (cause) {
		throw new InputError(
			sentence`${file.name}: the file can no longer be read: it was changed, moved or deleted.
				Choose it again.`,
			{ file: file.name },
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

/** Invalid UTF-16 becomes the byte FF, never valid UTF-8: the formats then reject the row. */
function utf16Transcoder(encoding: string): (chunk?: Uint8Array) => Uint8Array<ArrayBuffer> {
	const decoder = new TextDecoder(encoding);
	return (chunk) => {
		const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
		return joinBytes(text.split('\uFFFD').map(encodeUtf8), 0xff);
	};
}

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

const encodeUtf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Joins the pieces, optionally with the byte `between` between them. */
export function joinBytes(
	pieces: readonly Uint8Array<ArrayBuffer>[],
	between?: number,
): Uint8Array<ArrayBuffer> {
	if (pieces.length === 1) return pieces[0];
	const gap = between === undefined ? 0 : 1;
	const length = pieces.reduce((sum, piece) => sum + piece.length + gap, -gap);
	const joined = new Uint8Array(Math.max(0, length));
	if (between !== undefined) joined.fill(between);
	let at = 0;
	for (const piece of pieces) {
		joined.set(piece, at);
		at += piece.length + gap;
	}
	return joined;
}

/** Decodes UTF-8. If `valid` is false, the text has U+FFFD in place of invalid bytes. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
	try {
		return { text: strict.decode(bytes), valid: true };
	} catch {
		return { text: lenient.decode(bytes), valid: false };
	}
}

export const notUtf8 = 'The text is not valid UTF-8. Save the file as UTF-8.';
