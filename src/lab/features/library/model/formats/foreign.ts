/** Recognises files that are not data sets by their first bytes, for the error message. */
import { sentence, type Message } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';

interface ForeignKind {
	/** The name with its article: `a PNG image`. */
	readonly kind: Message;
	readonly advice: Message;
}

const exportTable = sentence('library.errors.foreign.exportTable');
const chooseText = sentence('library.errors.foreign.chooseText');
const unpack = sentence('library.errors.foreign.unpack');
const convert = sentence('library.errors.foreign.convert');

/** First bytes as Latin-1 text, from the formats' specifications. */
const signatures: readonly (readonly [string | RegExp, Message, Message])[] = [
	['\x89PNG', sentence('library.errors.foreign.png'), chooseText],
	['\xff\xd8\xff', sentence('library.errors.foreign.jpeg'), chooseText],
	['GIF8', sentence('library.errors.foreign.gif'), chooseText],
	['RIFF', sentence('library.errors.foreign.riff'), chooseText],
	['%PDF', sentence('library.errors.foreign.pdf'), sentence('library.errors.foreign.copyText')],
	[
		'\xff\xfe\0\0',
		sentence('library.errors.foreign.utf32'),
		sentence('library.errors.foreign.saveUtf8'),
	],
	[
		'PARE',
		sentence('library.errors.foreign.encryptedParquet'),
		sentence('library.errors.foreign.writePlainParquet'),
	],
	['ARROW1', sentence('library.errors.foreign.arrow'), convert],
	['\x1f\x8b', sentence('library.errors.foreign.gzip'), unpack],
	['\x28\xb5\x2f\xfd', sentence('library.errors.foreign.zstandard'), unpack],
	['BZh', sentence('library.errors.foreign.bzip2'), unpack],
	['\xfd7zXZ', sentence('library.errors.foreign.xz'), unpack],
	[
		/^PK[^\w\s]{2}[^]*(?:xl\/|\[Content_Types\]\.xml)/,
		sentence('library.errors.foreign.office'),
		sentence('library.errors.foreign.saveCsv'),
	],
	['PK\x03\x04', sentence('library.errors.foreign.zip'), unpack],
	['7z\xbc\xaf', sentence('library.errors.foreign.sevenZip'), unpack],
	['Rar!', sentence('library.errors.foreign.rar'), unpack],
	['\xd0\xcf\x11\xe0', sentence('library.errors.foreign.oldOffice'), exportTable],
	['SQLite format 3', sentence('library.errors.foreign.sqlite'), exportTable],
	['\x93NUMPY', sentence('library.errors.foreign.numpy'), exportTable],
	['\x89HDF', sentence('library.errors.foreign.hdf5'), exportTable],
	['GGUF', sentence('library.errors.foreign.gguf'), sentence('library.errors.foreign.openModels')],
	[
		/^[^]{257}ustar/,
		sentence('library.errors.foreign.tar'),
		sentence('library.errors.foreign.unpackAndChoose'),
	],
	[
		'version https://git-lfs.github.com',
		sentence('library.errors.foreign.gitLfs'),
		sentence('library.errors.foreign.fetchFile'),
	],
	[
		/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i,
		sentence('library.errors.foreign.html'),
		sentence('library.errors.foreign.downloadRaw'),
	],
	[/^(?:\xef\xbb\xbf)?\s*<\?xml\b/, sentence('library.errors.foreign.xml'), exportTable],
];

/** null: the file may be text. */
export function foreignKind(bytes: Uint8Array): ForeignKind | null {
	const start = latin1(bytes.subarray(0, 4096));
	for (const [signature, kind, advice] of signatures)
		if (typeof signature === 'string' ? start.startsWith(signature) : signature.test(start))
			return { kind, advice };
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
		return {
			kind: sentence('library.errors.foreign.utf16'),
			advice: sentence('library.errors.foreign.saveUtf8'),
		};
	return { kind: sentence('library.errors.foreign.binary'), advice: chooseText };
}

export const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
