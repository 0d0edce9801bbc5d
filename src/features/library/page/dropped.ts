/** What a drop, a pick or a paste holds: data files, or a folder with a model in it. */

/** Files of a drop, those inside dropped folders included. The entries must be taken before the event handler ends. */
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
	// readEntries gives at most 100 at a time, and none at the end.
	for (;;) {
		const batch = await new Promise<FileSystemEntry[]>((give, fail) =>
			reader.readEntries(give, fail),
		);
		if (batch.length === 0) break;
		inside.push(...batch);
	}
	return (await Promise.all(inside.map(filesOf))).flat();
}

/** Weights in the safetensors layout: these files are a model, not rows. */
export const isModelFolder = (files: readonly File[]): boolean =>
	files.some(({ name }) => name.endsWith('.safetensors'));

/** Pasted text as a file; its format is told from what it says, its suffix only helps. */
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
