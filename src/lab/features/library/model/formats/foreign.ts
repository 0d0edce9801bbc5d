/** Recognises files that are not data sets by their first bytes, for the error message. */
import { highest, lowest } from '#engine/core/statistics.ts';

interface ForeignKind {
	/** The name with its article: `a PNG image`. */
	readonly looksLike: string;
	readonly advice: string;
}

const exportTable = 'Export the table as CSV or JSON lines.';
const chooseText = 'Choose a file of JSON lines, JSON, CSV, TSV, Parquet or plain text.';
const unpack = 'Unpack it first.';
const convert =
	'Convert it to Parquet, in Python: pandas.read_feather(file).to_parquet("rows.parquet").';

/** First bytes as Latin-1 text, from the formats' specifications. */
const signatures: readonly (readonly [string | RegExp, string, string])[] = [
	['\x89PNG', 'a PNG image', chooseText],
	['\xff\xd8\xff', 'a JPEG image', chooseText],
	['GIF8', 'a GIF image', chooseText],
	['RIFF', 'an image, sound or film (RIFF)', chooseText],
	['%PDF', 'a PDF document', 'Copy its text into a .txt file.'],
	['\xff\xfe\0\0', 'UTF-32 text', 'Save it as UTF-8.'],
	['PARE', 'an encrypted Parquet file', 'Write it without encryption.'],
	['ARROW1', 'an Arrow file', convert],
	['\x1f\x8b', 'a gzip archive in another', unpack],
	['\x28\xb5\x2f\xfd', 'a Zstandard archive', unpack],
	['BZh', 'a bzip2 archive', unpack],
	['\xfd7zXZ', 'an xz archive', unpack],
	[
		/^PK[^\w\s]{2}[^]*(?:xl\/|\[Content_Types\]\.xml)/,
		'an Office document (.xlsx, .docx)',
		'Save it as CSV or as plain text.',
	],
	['PK\x03\x04', 'a zip archive', unpack],
	['7z\xbc\xaf', 'a 7-Zip archive', unpack],
	['Rar!', 'a RAR archive', unpack],
	['\xd0\xcf\x11\xe0', 'an old Office document (.xls, .doc)', exportTable],
	['SQLite format 3', 'an SQLite database', exportTable],
	['\x93NUMPY', 'a NumPy array', exportTable],
	['\x89HDF', 'an HDF5 file', exportTable],
	['GGUF', 'a GGUF model', 'Open models in the model menu.'],
	[/^[^]{257}ustar/, 'a tar archive', 'Unpack it and choose a file in it.'],
	[
		'version https://git-lfs.github.com',
		'a Git LFS pointer, which stands for the real file',
		'Fetch the file itself with `git lfs pull`, or with the download link of its page.',
	],
	[
		/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i,
		'a web page (HTML)',
		'If the page shows the data, download the raw file from it.',
	],
	[/^(?:\xef\xbb\xbf)?\s*<\?xml\b/, 'an XML file', exportTable],
];

/** null: the file may be text. */
export function foreignKind(bytes: Uint8Array): ForeignKind | null {
	const start = latin1(bytes.subarray(0, 4096));
	for (const [signature, looksLike, advice] of signatures)
		if (typeof signature === 'string' ? start.startsWith(signature) : signature.test(start))
			return { looksLike, advice };
	return binaryKind(bytes.subarray(0, 4096));
}

/** Text has no zero bytes, except UTF-16 text, which needs a byte-order mark. */
function binaryKind(bytes: Uint8Array): ForeignKind | null {
	const marked =
		(bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (marked || !bytes.includes(0)) return null;
	const zeros = [0, 0];
	for (const [i, byte] of bytes.entries()) if (byte === 0) zeros[i % 2]++;
	const half = bytes.length / 2;
	if (highest(zeros) > 0.6 * half && lowest(zeros) < 0.1 * half)
		return { looksLike: 'UTF-16 text without a byte-order mark', advice: 'Save it as UTF-8.' };
	return { looksLike: 'a binary file', advice: chooseText };
}

export const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
