/** Saves files with the browser's download. Nothing leaves the machine. */
import { Zip, ZipPassThrough } from 'fflate';
import type { NamedFile } from '#lab/worker/protocol.ts';

/** The start of a link: the address without the fragment. */
export const pageAddress = (): string => location.href.split('#', 1)[0];

export function saveFile({ name, blob }: NamedFile): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// Safari starts to read the address later than the next task.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves one zip, or each file if they exceed 4 GB, the limit of plain zip. */
export async function saveFolder(name: string, files: readonly NamedFile[]): Promise<void> {
	const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
	if (bytes > 4.2e9) files.forEach(saveFile);
	else saveFile({ name, blob: await zipStored(files) });
}

/** A zip without compression: weights hardly compress. */
export async function zipStored(files: readonly NamedFile[]): Promise<Blob> {
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
		const reader = blob.stream().getReader();
		for (let read = await reader.read(); !read.done; read = await reader.read())
			entry.push((data = read.value));
		entry.push((data = new Uint8Array()), true);
	}
	zip.end();
	return new Blob(parts, { type: 'application/zip' });
}
