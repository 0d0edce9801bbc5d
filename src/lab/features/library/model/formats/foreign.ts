/** Recognises files that are not data sets by their first bytes, for the error message. */
import { sentence, type Message } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import type { Messages } from '#languages/messages.ts';

type Word = keyof Messages & `library.errors.foreign.${string}`;

/** First bytes as Latin-1 text, from the formats' specifications; the kind, and what to do. */
const signatures: readonly (readonly [readonly (string | RegExp)[], kind: Word, advice: Word])[] = [
	[
		['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF'],
		'an image, sound or film',
		'Choose a file of JSON lines, JSON, CSV, TSV, Parquet or plain text.',
	],
	[['%PDF'], 'a PDF document', 'Copy its text into a .txt file.'],
	[['\xff\xfe\0\0'], 'UTF-32 text', 'Save it as UTF-8.'],
	[
		['ARROW1'],
		'an Arrow file',
		'Convert it to Parquet, in Python: pandas.read_feather(file).to_parquet("rows.parquet").',
	],
	// A mark, then the length of the schema's message, below 16 MB.
	[
		[/^\xff{4}[^]{3}\0[^]{3}\0/],
		'a stream of Arrow, as datasets.save_to_disk writes it',
		'Convert it to Parquet, in Python: datasets.Dataset.from_file(file).to_parquet("rows.parquet").',
	],
	[
		['\xd0\xcf\x11\xe0', /^PK[^\w\s]{2}[^]*(xl\/|\[Content_Types\]\.xml)/],
		'an Office document',
		'Save it as CSV or as plain text.',
	],
	[
		['PK\x03\x04', '\x1f\x8b', '\x28\xb5\x2f\xfd', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', 'Rar!'],
		'an archive (zip, gzip in gzip, Zstandard, bzip2, xz, 7-Zip, RAR)',
		'Unpack it first.',
	],
	[
		['SQLite format 3', '\x93NUMPY', '\x89HDF'],
		'a table of another program (SQLite, NumPy, HDF5)',
		'Export the table as CSV or JSON lines.',
	],
	[['GGUF'], 'a GGUF model', 'Open models in the model menu.'],
	[[/^[^]{257}ustar/], 'a tar archive', 'Unpack it and choose a file in it.'],
	[
		['version https://git-lfs.github.com'],
		'a Git LFS pointer, which stands for the real file',
		'Fetch the file itself with `git lfs pull`, or with the download link of its page.',
	],
	[
		[/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i],
		'a web page (HTML)',
		'If the page shows the data, download the raw file from it.',
	],
	[[/^(?:\xef\xbb\xbf)?\s*<\?xml\b/], 'an XML file', 'Export the table as CSV or JSON lines.'],
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
		? ['UTF-16 text without a byte-order mark', 'Save it as UTF-8.']
		: ['a binary file', 'Choose a file of JSON lines, JSON, CSV, TSV, Parquet or plain text.'];
}

export const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
