/** Files for tests of the formats, with chunks of any size. */
import { englishText } from '#engine/core/message.ts';
import type {
	DatasetFormat,
	FileBytes,
	FileRow,
	NamedBlob,
} from '#lab/features/library/model/formats.ts';

export const toBytes = (content: string | Uint8Array): Uint8Array<ArrayBuffer> =>
	typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);

export const namedFile = (name: string, ...content: readonly (string | Uint8Array)[]): NamedBlob =>
	new File(content.map(toBytes), name);

/** Splits the content at `cuts`. Any number is reduced to an offset in the file. */
export function chunkedFile(
	content: string | Uint8Array,
	cuts: readonly number[] = [],
	name = 'rows',
): FileBytes {
	const bytes = toBytes(content);
	const offsets = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
	return {
		name,
		size: bytes.length,
		isPacked: false,
		start: bytes.slice(0, 4096),
		read: async (start, end) => bytes.slice(start, end),
		progress: () => undefined,
		head: new TextDecoder().decode(bytes.subarray(0, 2 ** 16)),
		async *chunks() {
			let start = 0;
			for (const end of [...offsets, bytes.length]) {
				yield bytes.slice(start, end);
				start = end;
			}
		},
	};
}

export async function toRows(format: DatasetFormat, file: FileBytes): Promise<readonly FileRow[]> {
	const rows: FileRow[] = [];
	for await (const batch of format.read(file)) rows.push(...batch);
	return rows;
}

export const readValues = (rows: readonly FileRow[]) =>
	rows.map((row) => ('value' in row ? row.value : `line ${row.line}: ${englishText(row.error)}`));
