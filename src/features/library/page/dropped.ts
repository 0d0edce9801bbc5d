/** The files of a drop, a file picker or a paste: data files, or a folder with a model. */

/**
 * The files of a drop, with those inside dropped folders. Call it before the event handler ends:
 * the browser then empties the data transfer.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
	const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
	const plain = [...transfer.files];
	if (!entries.some((entry) => entry?.isDirectory)) return plain;
	const given = entries.filter((entry) => entry !== null);
	return (await Promise.all(given.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
	if (entry.isFile)
		return [
			await new Promise<File>((give, fail) => (entry as FileSystemFileEntry).file(give, fail)),
		];
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	const inside: FileSystemEntry[] = [];
	// readEntries returns at most 100 entries per call, and none at the end.
	for (;;) {
		const batch = await new Promise<FileSystemEntry[]>((give, fail) =>
			reader.readEntries(give, fail),
		);
		if (batch.length === 0) break;
		for (const entry of batch) inside.push(entry);
	}
	return (await Promise.all(inside.map(filesOf))).flat();
}

/** Files with safetensors weights are a model, not rows. */
export const isModelFolder = (files: readonly File[]): boolean =>
	files.some(({ name }) => name.endsWith('.safetensors'));

/** Pasted text as a file. Its content decides its format; the suffix is a hint. */
export function pastedFile(text: string, name: string): File {
	const start = text.trimStart();
	const suffix = start.startsWith('[')
		? 'json'
		: start.startsWith('{')
			? 'jsonl'
			: /^[^\n]*\t/.test(start)
				? 'tsv'
				: 'txt';
	return new File([text], `${name}.${suffix}`);
}
