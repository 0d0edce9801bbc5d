/** Folders that the visitor picked or dropped: a model's files and identity, or an adapter. */
import { InputError } from '#engine/core/errors.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { isTemplateFile, templateFolder } from '#engine/model/chatTemplate.ts';
import { isModelFile, isTextFile } from '#engine/model/folder.ts';
import { weightFiles } from '#engine/model/weightFiles.ts';
import {
	adapterConfigFile,
	adapterWeightsFile,
	layersOf,
	readAdapterConfig,
} from '#engine/model/adapters.ts';
import { readSafetensors } from '#engine/model/safetensors.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { chooseFiles, hasWeights, type ModelSource } from './intake/modelSource.ts';

/**
 * Identity of a folder by the SHA-256 of its files, equal to that of the shell command
 * `sha256sum config.json model.safetensors tokenizer.json tokenizer_config.json | sha256sum`.
 * If the weights are in parts, the command names the parts instead of model.safetensors, sorted.
 * Files of a chat template follow if the folder has them.
 * Shipped models have the SHA-256 of their weights instead, because their other files are fixed.
 */
export function hashIdentity(hashes: ReadonlyMap<string, string>): string {
	const weights = weightFiles(hashes.keys());
	const templates = [...hashes.keys()].filter(isTemplateFile).sort();
	const tokenizer = ['tokenizer.json', 'tokenizer_config.json'];
	const names = ['config.json', ...weights, ...tokenizer, ...templates];
	return sha256Hex(names.map((name) => `${hashes.get(name)!}  ${name}\n`).join(''));
}

/** Bytes that are in memory at a time. */
export const readBytes = 8_000_000;

/** Throws InputError if the weights have another layout or are too large. */
export function pickedSource(files: readonly File[]): ModelSource {
	const chosen = topmost(files);
	return {
		files: chooseFiles(
			Array.from(chosen, ([name, { size }]) => ({ name, bytes: size, hash: null })),
		),
		async *read(name, from, signal) {
			const file = chosen.get(name)!;
			for (let at = from; at < file.size; at += readBytes) {
				signal.throwIfAborted();
				yield await readPart(file.slice(at, at + readBytes), name);
			}
		},
		altered: (name) => unreadable(name),
	};
}

/** Throws InputError with the file's name. */
export async function readPart(part: Blob, file: string): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = await part.arrayBuffer().catch((cause: unknown) => {
		throw unreadable(file, cause);
	});
	return new Uint8Array(bytes);
}

/** The file changed after it was picked, or the browser lost it. */
export const unreadable = (file: string, cause?: unknown) =>
	new InputError(
		say(
			'{file} cannot be read: it was changed, moved or deleted after it was chosen. Choose the folder again.',
			{ file },
		),
		{},
		{ cause },
	);

/** The name of the outermost folder. null without one: single files. */
export const folderName = (files: readonly File[]): string | null =>
	outermostFirst(files)
		.map((file) => toPath(file).at(-2))
		.find((name) => name !== undefined && name !== templateFolder) ?? null;

/** Nested folders may have copies, such as the checkpoints of a training. */
const outermostFirst = (files: readonly File[]): readonly File[] =>
	files.toSorted((a, b) => toPath(a).length - toPath(b).length);

/** Files of a model by name, each from the outermost folder. */
function topmost(files: readonly File[]): Map<string, File> {
	const chosen = new Map<string, File>();
	for (const file of outermostFirst(files)) {
		const path = toPath(file);
		const name = path.slice(path.at(-2) === templateFolder ? -2 : -1).join('/');
		if ((isModelFile(name) || hasWeights(name)) && !chosen.has(name)) chosen.set(name, file);
	}
	return chosen;
}

const toPath = (file: File): string[] => (file.webkitRelativePath || file.name).split('/');
export const baseName = (file: File): string => toPath(file).at(-1)!;

const folderOf = (file: File): string => toPath(file).slice(0, -1).join('/');

/** An adapter's weights are read into one array. Those of models that a page trains have less. */
const maxBytes = 1e9;

/** Files beside an adapter that say how its texts become tokens, or hold other weights. */
const isBeside = (name: string): boolean =>
	isTextFile(name) ||
	['added_tokens.json', 'tokenizer.model', 'vocab.json', 'merges.txt'].includes(name) ||
	weightFiles([name]).length > 0;

/** The adapter's files beside the weights of a whole model, which is opened without them. */
export function adapterBeside(files: readonly File[]): readonly string[] {
	const weights = outermostFirst(files).find((file) => weightFiles([baseName(file)]).length > 0);
	const names = [adapterConfigFile, adapterWeightsFile];
	return names.filter((name) =>
		files.some((file) => baseName(file) === name && folderOf(file) === folderOf(weights!)),
	);
}

/**
 * Reads an adapter of peft from a folder, the outermost one if there are several. null: the folder
 * is not an adapter, or has the weights of a whole model at the same level or further out: a
 * config.json alone is the base's. Its base is known when a run begins with it. Throws InputError
 * with the file and the field or tensor.
 */
export async function readAdapterFolder(
	files: readonly File[],
): Promise<{ readonly info: ModelInfo; readonly files: ReadonlyMap<string, Uint8Array> } | null> {
	const named = (name: string) => outermostFirst(files).filter((file) => baseName(file) === name);
	const [config] = named(adapterConfigFile);
	if (!config) return null;
	const isModel = files.some(
		(file) =>
			weightFiles([baseName(file)]).length > 0 && toPath(file).length <= toPath(config).length,
	);
	if (isModel) return null;
	const weights = named(adapterWeightsFile).find((file) => folderOf(file) === folderOf(config));
	if (!weights)
		throw new InputError(
			say(
				'The folder has {adapterConfigFile} and no {adapterWeightsFile}. Save the adapter with model.save_pretrained(folder), then choose that folder.',
				{ adapterConfigFile, adapterWeightsFile },
			),
		);
	const sizes = { adapterWeightsFile, weights: (weights.size / 1e9).toFixed(1) };
	if (weights.size > maxBytes)
		throw new InputError(
			say(
				'{adapterWeightsFile} has {weights} GB, and the lab opens adapters of at most 1 GB. Choose another adapter.',
				sizes,
			),
		);
	const [configBytes, bytes] = await Promise.all(
		[config, weights].map((file) => readPart(file, baseName(file))),
	);
	const tensors = readSafetensors(bytes, adapterWeightsFile);
	const layers = layersOf(tensors.keys());
	const { settings: read, base } = readAdapterConfig(configBytes, layers);
	const { targets, ...settings } = read;
	const whole = [...tensors.keys()].find((name) => !name.includes('.lora_'));
	if (whole !== undefined)
		throw new InputError(
			say(
				'{adapterWeightsFile}: tensor {tensor} is a whole matrix, as peft saves an embedding after tokens were added. The lab reads LoRA only: merge the adapter with its base in peft (merge_and_unload), save the tokenizer beside it, and open that folder.',
				{ adapterWeightsFile, tensor: truncate(whole) },
			),
			{ file: adapterWeightsFile, tensor: whole },
		);
	const folder = toPath(config).slice(0, -1);
	const unused = files
		.filter((file) => folder.every((part, i) => toPath(file)[i] === part))
		.map((file) => toPath(file).slice(folder.length).join('/'))
		.filter(isBeside)
		.sort();
	const isUsed = (target: string) => layers.some((layer) => `.${layer}`.endsWith(`.${target}`));
	const used = typeof targets === 'object' ? targets.filter(isUsed) : [];
	const adapter = { ...settings, targets: used.length > 0 ? used : targets! };
	const sha256 = sha256Hex(bytes);
	const short = sha256.slice(0, 12);
	return {
		info: {
			id: `adapter:${short}`,
			name: folderName(files) ?? `Adapter ${short}`,
			source: 'adapter',
			sha256,
			parameters: [...tensors.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0),
			bytes: configBytes.length + bytes.length,
			adapter,
			...(base !== undefined && { base }),
			...(unused.length > 0 && { unused }),
		},
		files: new Map([
			[adapterConfigFile, configBytes],
			[adapterWeightsFile, bytes],
		]),
	};
}
