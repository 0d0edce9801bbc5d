/** The files of a drop, a file picker or a paste: data files, or a folder with a model. */

/** The files of a drop and of its folders. Call it in the event's handler: it empties later. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
	const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
	const plain = [...transfer.files];
	if (!entries.some((entry) => entry?.isDirectory)) return plain;
	const given = entries.filter((entry) => entry !== null);
	return (await Promise.all(given.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
	if (entry.isFile)
		return new Promise((give, fail) =>
			(entry as FileSystemFileEntry).file((file) => give([file]), fail),
		);
	const reader = (entry as FileSystemDirectoryEntry).createReader();
	// At most 100 entries per call, and none at the end.
	const next = () => new Promise<FileSystemEntry[]>((give, fail) => reader.readEntries(give, fail));
	const inside: FileSystemEntry[][] = [];
	for (let batch = await next(); batch.length > 0; batch = await next()) inside.push(batch);
	return (await Promise.all(inside.flat().map(filesOf))).flat();
}

/** Files with weights are a model, not rows. Those that the lab cannot open are named then. */
export const isModelFolder = (files: readonly File[]): boolean =>
	files.some(({ name }) => /\.(safetensors|gguf)$/.test(name)) ||
	(files.some(({ name }) => name === 'config.json') &&
		files.some(({ name }) => /\.(bin|pt|pth|onnx|h5)$/.test(name)));

/** Pasted text as a file. Its content decides its format; the suffix is a hint. */
export function pastedFile(text: string, name: string): File {
	const suffix = suffixes.find(([start]) => start.test(text.trimStart()))?.[1] ?? 'txt';
	return new File([text], `${name}.${suffix}`);
}
const suffixes = [
	[/^\[/, 'json'],
	[/^\{/, 'jsonl'],
	[/^[^\n]*\t/, 'tsv'],
] as const;
