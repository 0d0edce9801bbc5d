/** Saves several files. Its library for zips is not in the first load, which has download.ts. */
import { maxZipBytes, zipStored } from '#engine/core/zip.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { saveFile } from './download.ts';

/** Saves one zip, or each file if they exceed 4 GB, the limit of plain zip. */
export async function saveFolder(name: string, files: readonly NamedFile[]): Promise<void> {
	const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
	if (bytes > maxZipBytes) files.forEach(saveFile);
	else saveFile({ name, blob: await zipStored(files) });
}
