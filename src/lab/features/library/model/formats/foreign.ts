/** Recognises files that are not data sets by their first bytes, for the error message. */
import { sentence, type Message } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import type { Messages } from '#languages/messages.ts';

type Name<Id> = Id extends `library.errors.foreign.${infer Name}` ? Name : never;
type Word = Name<keyof Messages>;

/** First bytes as Latin-1 text, from the formats' specifications; the kind, and what to do. */
const signatures: readonly (readonly [string | RegExp, kind: Word, advice: Word])[] = [
	['\x89PNG', 'png', 'chooseText'],
	['\xff\xd8\xff', 'jpeg', 'chooseText'],
	['GIF8', 'gif', 'chooseText'],
	['RIFF', 'riff', 'chooseText'],
	['%PDF', 'pdf', 'copyText'],
	['\xff\xfe\0\0', 'utf32', 'saveUtf8'],
	['PARE', 'encryptedParquet', 'writePlainParquet'],
	['ARROW1', 'arrow', 'convert'],
	['\x1f\x8b', 'gzip', 'unpack'],
	['\x28\xb5\x2f\xfd', 'zstandard', 'unpack'],
	['BZh', 'bzip2', 'unpack'],
	['\xfd7zXZ', 'xz', 'unpack'],
	[/^PK[^\w\s]{2}[^]*(?:xl\/|\[Content_Types\]\.xml)/, 'office', 'saveCsv'],
	['PK\x03\x04', 'zip', 'unpack'],
	['7z\xbc\xaf', 'sevenZip', 'unpack'],
	['Rar!', 'rar', 'unpack'],
	['\xd0\xcf\x11\xe0', 'oldOffice', 'exportTable'],
	['SQLite format 3', 'sqlite', 'exportTable'],
	['\x93NUMPY', 'numpy', 'exportTable'],
	['\x89HDF', 'hdf5', 'exportTable'],
	['GGUF', 'gguf', 'openModels'],
	[/^[^]{257}ustar/, 'tar', 'unpackAndChoose'],
	['version https://git-lfs.github.com', 'gitLfs', 'fetchFile'],
	[/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i, 'html', 'downloadRaw'],
	[/^(?:\xef\xbb\xbf)?\s*<\?xml\b/, 'xml', 'exportTable'],
];

/** The kind with its article (`a PNG image`), and an instruction. null: the file may be text. */
export function foreignKind(bytes: Uint8Array): { kind: Message; advice: Message } | null {
	const head = bytes.subarray(0, 4096);
	const start = latin1(head);
	const found = signatures.find(([signature]) =>
		typeof signature === 'string' ? start.startsWith(signature) : signature.test(start),
	);
	const [kind, advice] = found?.slice(1) ?? binaryKind(head) ?? [];
	const say = (word: Word) => sentence(`library.errors.foreign.${word}`);
	return kind && advice ? { kind: say(kind as Word), advice: say(advice as Word) } : null;
}

/** Text has no zero bytes, except UTF-16 text, which needs a byte-order mark. */
function binaryKind(bytes: Uint8Array): readonly [Word, Word] | null {
	const marked =
		(bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (marked || !bytes.includes(0)) return null;
	const zeros = [0, 0];
	for (const [i, byte] of bytes.entries()) if (byte === 0) zeros[i % 2]++;
	const half = bytes.length / 2;
	const isUtf16 = highest(zeros) > 0.6 * half && lowest(zeros) < 0.1 * half;
	return isUtf16 ? ['utf16', 'saveUtf8'] : ['binary', 'chooseText'];
}

export const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
