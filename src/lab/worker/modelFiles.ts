/** Reads the files of a model from a folder that the visitor picked or dropped. */
import { InputError } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';

/** Files of a model folder that the lab stores. */
export const modelFiles: readonly string[] = [
	'config.json',
	'generation_config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'special_tokens_map.json',
	'model.safetensors',
	'README.md',
];

/** Files that decide what a model computes. */
const identifyingFiles = [
	'config.json',
	'model.safetensors',
	'tokenizer.json',
	'tokenizer_config.json',
];

/**
 * Identity of a folder, equal to that of the shell command
 * `sha256sum config.json model.safetensors tokenizer.json tokenizer_config.json | sha256sum`.
 * Shipped models have the SHA-256 of their weights instead, because their other files are fixed.
 */
export function folderHash(folder: ReadonlyMap<string, Uint8Array>): string {
	const lines = identifyingFiles.map((name) => `${sha256Hex(folder.get(name)!)}  ${name}\n`);
	return sha256Hex(new TextEncoder().encode(lines.join('')));
}

/** Each file is read into one array. Browsers limit its size to about this. */
const maxFileBytes = 2e9;

/**
 * Throws InputError if the weights have another layout or are too large. readModelFolder() checks
 * the contents.
 */
export async function readFolder(
	files: readonly File[],
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const chosen = topmost(files);
	if (!chosen.has('model.safetensors')) refuseOtherWeights(files);
	const folder = new Map<string, Uint8Array<ArrayBuffer>>();
	for (const [name, file] of chosen) {
		if (file.size > maxFileBytes)
			throw new InputError(
				`${name} has ${(file.size / 1e9).toFixed(1)} GB, and the lab opens at most 2 GB. ` +
					'Use a smaller model.',
				{ file: name },
			);
		folder.set(name, new Uint8Array(await file.arrayBuffer()));
	}
	return folder;
}

/**
 * null if the browser gives no folder name: single files, or a name lost on the way to the worker.
 */
export const folderName = (files: readonly File[]): string | null =>
	files.map((file) => pathOf(file).at(-2)).find((name) => name !== undefined) ?? null;

export const folderBytes = (files: readonly File[]): number =>
	[...topmost(files).values()].reduce((sum, { size }) => sum + size, 0);

/**
 * The known files, each from the outermost folder that has it. Nested folders may have copies for
 * other runtimes.
 */
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
