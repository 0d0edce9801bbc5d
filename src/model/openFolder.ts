/** Opens a stored model. Beside all weights, one tensor is in memory at a time. */
import { ByteReader } from '#core/bytes.ts';
import {
	fillWeights,
	newWeights,
	placeTensors,
	readModelHead,
	type LoadedModel,
} from './folder.ts';
import { readEntries, type TensorEntry } from './safetensors.ts';
import { collectTensors, indexFile } from './weightFiles.ts';

interface WeightFile {
	readonly name: string;
	readonly bytes: number;
	/** Throws if bytes are missing. */
	readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** `small`: all files but those of weights. Throws InputError, and what `pieces` throws. */
export async function openModelFolder(
	small: ReadonlyMap<string, Uint8Array>,
	files: readonly WeightFile[],
): Promise<LoadedModel> {
	const head = readModelHead(small);
	const entries = new Map<string, ReadonlyMap<string, TensorEntry>>();
	for (const { name, bytes, pieces } of files)
		entries.set(name, (await readEntries(pieces(), bytes, name))!);
	const names = [...small.keys(), ...entries.keys()];
	const tensors = collectTensors(names, small.get(indexFile), (file) => entries.get(file)!);
	const { specs, unread } = placeTensors(head, tensors);
	const weights = newWeights(specs);
	for (const { name, pieces } of files) {
		const inFile = [...entries.get(name)!].sort(([, a], [, b]) => a.start - b.start);
		const reader = new ByteReader(pieces());
		if (inFile.length > 0) await reader.take(inFile[0][1].start);
		for (const [tensor, entry] of inFile) {
			const stored = { ...entry, bytes: await reader.take(entry.byteLength) };
			// Only the part that the index names counts.
			if (tensors.get(tensor) !== entry) continue;
			for (const spec of specs.filter((each) => each.name === tensor))
				fillWeights(weights, spec, stored);
		}
		await reader.end();
	}
	return { ...head, specs, weights, parameterCount: weights.length, unread };
}
