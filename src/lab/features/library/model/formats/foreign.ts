/** Recognises files that are not data sets by their first bytes, for the error message. */
import { sentence, type Message } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import type { Messages } from '#languages/messages.ts';

type Word = keyof Messages & `library.errors.foreign.${string}`;

/** First bytes as Latin-1 text, from the formats' specifications; the kind, and what to do. */
const signatures: readonly (readonly [readonly (string | RegExp)[], kind: Word, advice: Word])[] = [
	[
		['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF'],
		'library.errors.foreign.media',
		'library.errors.foreign.chooseText',
	],
	[['%PDF'], 'library.errors.foreign.pdf', 'library.errors.foreign.copyText'],
	[['\xff\xfe\0\0'], 'library.errors.foreign.utf32', 'library.errors.foreign.saveUtf8'],
	[['ARROW1'], 'library.errors.foreign.arrow', 'library.errors.foreign.convert'],
	// A mark, then the length of the schema's message, below 16 MB.
	[
		[/^\xff{4}[^]{3}\0[^]{3}\0/],
		'library.errors.foreign.arrowStream',
		'library.errors.foreign.convertStream',
	],
	[
		['\xd0\xcf\x11\xe0', /^PK[^\w\s]{2}[^]*(xl\/|\[Content_Types\]\.xml)/],
		'library.errors.foreign.office',
		'library.errors.foreign.saveCsv',
	],
	[
		['PK\x03\x04', '\x1f\x8b', '\x28\xb5\x2f\xfd', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', 'Rar!'],
		'library.errors.foreign.archive',
		'library.errors.foreign.unpack',
	],
	[
		['SQLite format 3', '\x93NUMPY', '\x89HDF'],
		'library.errors.foreign.table',
		'library.errors.foreign.exportTable',
	],
	[['GGUF'], 'library.errors.foreign.gguf', 'library.errors.foreign.openModels'],
	[[/^[^]{257}ustar/], 'library.errors.foreign.tar', 'library.errors.foreign.unpackAndChoose'],
	[
		['version https://git-lfs.github.com'],
		'library.errors.foreign.gitLfs',
		'library.errors.foreign.fetchFile',
	],
	[
		[/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i],
		'library.errors.foreign.html',
		'library.errors.foreign.downloadRaw',
	],
	[
		[/^(?:\xef\xbb\xbf)?\s*<\?xml\b/],
		'library.errors.foreign.xml',
		'library.errors.foreign.exportTable',
	],
];

/** The kind with its article (`a PDF document`), and an instruction. null: the file may be text. */
export function foreignKind(bytes: Uint8Array): { kind: Message; advice: Message } | null {
	const head = bytes.subarray(0, 4096);
	const start = latin1(head);
	const begins = (sign: string | RegExp) =>
		typeof sign === 'string' ? start.startsWith(sign) : sign.test(start);
	const found = signatures.find(([signs]) => signs.some(begins));
	const words = found ? ([found[1], found[2]] as const) : binaryKind(head);
	return words && { kind: sentence(words[0]), advice: sentence(words[1]) };
}

/** Text has no zero bytes, except UTF-16 text, which needs a byte-order mark. */
function binaryKind(bytes: Uint8Array): readonly [kind: Word, advice: Word] | null {
	const marked =
		(bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (marked || !bytes.includes(0)) return null;
	const zeros = [0, 0];
	for (const [i, byte] of bytes.entries()) if (byte === 0) zeros[i % 2]++;
	const half = bytes.length / 2;
	const isUtf16 = highest(zeros) > 0.6 * half && lowest(zeros) < 0.1 * half;
	return isUtf16
		? ['library.errors.foreign.utf16', 'library.errors.foreign.saveUtf8']
		: ['library.errors.foreign.binary', 'library.errors.foreign.chooseText'];
}

export const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
