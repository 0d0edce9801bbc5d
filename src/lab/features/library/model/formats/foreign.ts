/** Recognises files that are not data sets by their first bytes, for the error message. */
import { say, type Message } from '#engine/core/message.ts';

/** First bytes as Latin-1 text, from the formats' specifications; the kind, and what to do. */
type Signature = readonly [signs: readonly (string | RegExp)[], kind: Message, advice: Message];
const signatures: readonly Signature[] = [
	[
		['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF'],
		say('an image, sound or film'),
		say('Choose a file of JSON lines, JSON, CSV, TSV, Parquet or plain text.'),
	],
	[['%PDF'], say('a PDF document'), say('Copy its text into a .txt file.')],
	[['\xff\xfe\0\0'], say('UTF-32 text'), say('Save it as UTF-8.')],
	[
		['ARROW1'],
		say('an Arrow file'),
		say('Convert it to Parquet, in Python: pandas.read_feather(file).to_parquet("rows.parquet").'),
	],
	// A mark, then the length of the schema's message, below 16 MB.
	[
		[/^\xff{4}[^]{3}\0[^]{3}\0/],
		say('a stream of Arrow, as datasets.save_to_disk writes it'),
		say(
			'Convert it to Parquet, in Python: datasets.Dataset.from_file(file).to_parquet("rows.parquet").',
		),
	],
	[
		['\xd0\xcf\x11\xe0', /^PK[^\w\s]{2}[^]*(xl\/|\[Content_Types\]\.xml)/],
		say('an Office document'),
		say('Save it as CSV or as plain text.'),
	],
	[
		['PK\x03\x04', '\x1f\x8b', '\x28\xb5\x2f\xfd', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', 'Rar!'],
		say('an archive (zip, gzip in gzip, Zstandard, bzip2, xz, 7-Zip, RAR)'),
		say('Unpack it first.'),
	],
	[
		['SQLite format 3', '\x93NUMPY', '\x89HDF'],
		say('a table of another program (SQLite, NumPy, HDF5)'),
		say('Export the table as CSV or JSON lines.'),
	],
	[['GGUF'], say('a GGUF model'), say('Open models in the model menu.')],
	[[/^[^]{257}ustar/], say('a tar archive'), say('Unpack it and choose a file in it.')],
	[
		['version https://git-lfs.github.com'],
		say('a Git LFS pointer, which stands for the real file'),
		say('Fetch the file itself with `git lfs pull`, or with the download link of its page.'),
	],
	[
		[/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i],
		say('a web page (HTML)'),
		say('If the page shows the data, download the raw file from it.'),
	],
	[
		[/^(?:\xef\xbb\xbf)?\s*<\?xml\b/],
		say('an XML file'),
		say('Export the table as CSV or JSON lines.'),
	],
];

/** The kind with its article (`a PDF document`), and an instruction. null: the file may be text. */
export function foreignKind(bytes: Uint8Array): { kind: Message; advice: Message } | null {
	const head = bytes.subarray(0, 4096);
	const start = latin1(head);
	const begins = (sign: string | RegExp) =>
		typeof sign === 'string' ? start.startsWith(sign) : sign.test(start);
	const found = signatures.find(([signs]) => signs.some(begins));
	if (!found) return binaryKind(head);
	return { kind: found[1], advice: found[2] };
}

/** Text has no zero bytes, except UTF-16 text, which needs a byte-order mark. */
function binaryKind(bytes: Uint8Array): { kind: Message; advice: Message } | null {
	const marked =
		(bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (marked || !bytes.includes(0)) return null;
	return {
		kind: say('a binary file'),
		advice: say(
			'Choose a file of JSON lines, JSON, CSV, TSV, Parquet or plain text; save text as UTF-8.',
		),
	};
}

export const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
