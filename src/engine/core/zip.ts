/** Zips without compression, because weights hardly compress. */
import { Zip, ZipPassThrough } from 'fflate';
import { streamChunks } from './bytes.ts';

/** The limit of plain zip, with room for names. */
export const maxZipBytes = 4.2e9;

/** Bytes of an entry before its content and after it. */
export const entryHead = (name: string): number => 30 + new TextEncoder().encode(name).length;
export const entryTail = 16;

/** The entries follow each other in the order of `files`. */
export async function zipStored(
	files: readonly { readonly name: string; readonly blob: Blob }[],
): Promise<Blob> {
	const parts: BlobPart[] = [];
	let data: Uint8Array<ArrayBuffer>;
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		// The zip has the blob itself: its chunks pass for the checksum only.
		if (chunk !== data) parts.push(chunk);
	});
	for (const { name, blob } of files) {
		const entry = new ZipPassThrough(name);
		zip.add(entry);
		// Its header comes with its first chunk.
		entry.push((data = new Uint8Array()));
		parts.push(blob);
		for await (const chunk of streamChunks(blob.stream())) entry.push((data = chunk));
		entry.push((data = new Uint8Array()), true);
	}
	zip.end();
	return new Blob(parts, { type: 'application/zip' });
}
