/** The source of a model's files (picked files or a hub), and the choice of files to read. */
import { InputError, StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { SourceFile } from '#lab/run/stores.ts';
import { isModelFile, requireFiles } from '#engine/model/folder.ts';
import { indexFile, isPart, singleFile, weightFiles } from '#engine/model/weightFiles.ts';

export interface ModelSource {
	readonly files: readonly SourceFile[];
	/** Size of a stored piece: what a closed page can lose. Default: 8 MB. */
	readonly pieceBytes?: number;
	/** The bytes of a file, packed or not, from `from` on. Throws NoRanges without ranges. */
	read(file: string, from: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
	/** The error of a file whose content is not the one that was listed. */
	altered(file: string): Error;
}

/** Bytes that the lab stores of a file. */
export const storedBytes = ({ bytes, packed }: SourceFile): number => packed?.bytes ?? bytes;

/** Bytes that an import stores and checks: packed weights are stored, then unpacked and checked. */
export const workBytes = ({ bytes, packed }: SourceFile): number => bytes + (packed?.bytes ?? 0);

/** The source gives a file from its first byte only. */
export class NoRanges extends StorageError {
	constructor(file: string) {
		super(
			say(
				'The connection broke, and this hub gives no part of a file: each time {file} begins again. Try again, or download it by hand and open its folder.',
				{ file },
			),
			{ file },
		);
	}
}

/** No array of a browser has more bytes, and the numbers of a model are one array. */
const maxFileBytes = 8e9;
/** Other files are read as a whole: Gemma's tokenizer has 33 MB. */
const maxTextBytes = 2e8;

/** The files that the lab stores, of all in a folder. Throws InputError if it cannot use them. */
export function chooseFiles<T extends { readonly name: string; readonly bytes: number }>(
	all: readonly T[],
): T[] {
	const known = all.filter(({ name }) => isModelFile(name));
	// A folder with both layouts has the weights twice.
	const hasSingle = known.some(({ name }) => name === singleFile);
	const chosen = hasSingle
		? known.filter(({ name }) => !isPart(name) && name !== indexFile)
		: known;
	const names = chosen.map(({ name }) => name);
	if (weightFiles(names).length === 0) refuseOtherWeights(all.map(({ name }) => name));
	requireFiles(names);
	const limit = (name: string) => (weightFiles([name]).length > 0 ? maxFileBytes : maxTextBytes);
	const large = chosen.find(({ name, bytes }) => bytes > limit(name));
	if (!large) return chosen;
	const { name, bytes } = large;
	const sizes = { size: (bytes / 1e9).toFixed(1), limit: limit(name) / 1e9 };
	throw new InputError(
		say(
			'{name} has {size} GB, and the lab opens such files up to {limit} GB. Use a smaller model.',
			{ name, ...sizes },
		),
	);
}

const otherWeights = /\.(safetensors|bin|gguf|pt|pth|onnx|h5|msgpack|ckpt)$/;
/** Weights that PyTorch's pickle reads: it can run code, so the lab has no reader for them. */
const pickles = /\.(bin|pt|pth|ckpt)$/;

export const hasWeights = (name: string): boolean => otherWeights.test(name);

function refuseOtherWeights(names: readonly string[]): void {
	const others = names.filter(hasWeights);
	const other = others.find((name) => name.endsWith('.safetensors')) ?? others[0];
	if (other === undefined) return;
	const what = pickles.test(other)
		? say('{other}, a pickle, which can run code', { other })
		: other;
	throw new InputError(
		say(
			'The weights are in {what}; the lab opens model.safetensors, or its parts with their index. In Python: model.save_pretrained(folder, max_shard_size="2GB").',
			{ what },
		),
	);
}
