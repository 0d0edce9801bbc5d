/** Reads the files of a model from a folder that the visitor picked or dropped. */
import { InputError } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import { sentence } from '#core/message.ts';
import { isModelFile } from '#model/folder.ts';
import { indexFile, isPart, singleFile, weightFiles } from '#model/weightFiles.ts';

/**
 * Identity of a folder, equal to that of the shell command
 * `sha256sum config.json model.safetensors tokenizer.json tokenizer_config.json | sha256sum`.
 * If the weights are in parts, the command names the parts instead of model.safetensors, sorted.
 * Shipped models have the SHA-256 of their weights instead, because their other files are fixed.
 */
export function folderHash(folder: ReadonlyMap<string, Uint8Array>): string {
	const weights = weightFiles(folder);
	const names = ['config.json', ...weights, 'tokenizer.json', 'tokenizer_config.json'];
	return sha256Hex(names.map((name) => `${sha256Hex(folder.get(name)!)}  ${name}\n`).join(''));
}

/** Each file is read into one array. Browsers limit its size to about this. */
const maxFileBytes = 2e9;

/** Throws InputError if the weights have another layout or are too large. */
export async function readFolder(
	files: readonly File[],
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const chosen = topmost(files);
	if (!chosen.has(singleFile) && ![...chosen.keys()].some(isPart)) refuseOtherWeights(files);
	const folder = new Map<string, Uint8Array<ArrayBuffer>>();
	for (const [name, file] of chosen) {
		if (file.size > maxFileBytes)
			throw new InputError(
				sentence`${name} has ${(file.size / 1e9).toFixed(1)} GB, and the lab opens at most 2 GB.
					Use a smaller model.`,
				{ file: name },
			);
		folder.set(name, new Uint8Array(await file.arrayBuffer()));
	}
	return folder;
}

/** null without a folder name: single files, or a name lost on the way to the worker. */
export const folderName = (files: readonly File[]): string | null =>
	files.map((file) => pathOf(file).at(-2)).find((name) => name !== undefined) ?? null;

export const folderBytes = (files: readonly File[]): number =>
	[...topmost(files).values()].reduce((sum, { size }) => sum + size, 0);

/** The known files, each from the outermost folder that has it: nested ones may have copies. */
function topmost(files: readonly File[]): Map<string, File> {
	const byDepth = [...files].sort((a, b) => pathOf(a).length - pathOf(b).length);
	const chosen = new Map<string, File>();
	for (const file of byDepth)
		if (isModelFile(file.name) && !chosen.has(file.name)) chosen.set(file.name, file);
	// A folder with both layouts has the weights twice.
	if (chosen.has(singleFile))
		for (const name of chosen.keys()) if (isPart(name) || name === indexFile) chosen.delete(name);
	return chosen;
}

const pathOf = (file: File): string[] => (file.webkitRelativePath || file.name).split('/');

function refuseOtherWeights(files: readonly File[]): void {
	const otherWeights = /\.(safetensors|bin|gguf|pt|pth|onnx)$/;
	const other = files.find(({ name }) => otherWeights.test(name))?.name;
	if (other !== undefined)
		throw new InputError(
			sentence`The weights are in ${other}; the lab opens model.safetensors, or its parts with
				their index. In Python: model.save_pretrained(folder, max_shard_size="2GB").`,
			{ file: other },
		);
}
