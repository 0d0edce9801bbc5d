/** A folder that the visitor picked or dropped, as the files of a model. */
import { InputError } from '#core/errors.ts';

/** What is kept of a model folder. */
export const modelFiles: readonly string[] = [
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'special_tokens_map.json',
	'model.safetensors',
	'README.md',
];

/** One file is read as one array, which browsers limit to about this. */
const maxFileBytes = 2e9;

/** Throws InputError when the weights are in another layout, or too large; readModelFolder checks what is in the files. */
export async function readFolder(
	files: readonly File[],
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const chosen = topmost(files);
	if (!chosen.has('model.safetensors')) refuseOtherWeights(files);
	const folder = new Map<string, Uint8Array<ArrayBuffer>>();
	for (const [name, file] of chosen) {
		if (file.size > maxFileBytes)
			throw new InputError(
				`${name} has ${(file.size / 1e9).toFixed(1)} GB, and the lab opens at most 2 GB. Use a smaller model.`,
				{ file: name },
			);
		folder.set(name, new Uint8Array(await file.arrayBuffer()));
	}
	return folder;
}

/** null where the browser does not tell: single files, or a folder's name that is lost on the way to the worker. */
export const folderName = (files: readonly File[]): string | null =>
	files.map((file) => pathOf(file).at(-2)).find((name) => name !== undefined) ?? null;

export const folderBytes = (files: readonly File[]): number =>
	[...topmost(files).values()].reduce((sum, { size }) => sum + size, 0);

/** The known files, each from the outermost folder that has it (repositories carry copies for other runtimes below). */
function topmost(files: readonly File[]): Map<string, File> {
	const byDepth = [...files].sort((a, b) => pathOf(a).length - pathOf(b).length);
	const chosen = new Map<string, File>();
	for (const file of byDepth)
		if (modelFiles.includes(file.name) && !chosen.has(file.name)) chosen.set(file.name, file);
	return chosen;
}

const pathOf = (file: File): string[] => (file.webkitRelativePath || file.name).split('/');

function refuseOtherWeights(files: readonly File[]): void {
	const names = files.map(({ name }) => name);
	const other = names.find((name) =>
		/-\d+-of-\d+\.safetensors$|\.(bin|gguf|pt|pth|onnx)$/.test(name),
	);
	if (other)
		throw new InputError(
			`The weights are in ${other}; the lab opens one model.safetensors in F32. ` +
				'In Python: model.float().save_pretrained(folder, max_shard_size="2GB").',
			{ file: other },
		);
}
