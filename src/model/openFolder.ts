/** Opens a stored model: all weights, or one tensor at a time when they are asked for. */
import { ByteReader } from '#core/bytes.ts';
import {
	fillWeights,
	newWeights,
	placeTensors,
	readModelHead,
	type LoadedModel,
} from './folder.ts';
import type { TensorSpec } from './decoder.ts';
import { readEntries, type StoredTensor, type TensorEntry } from './safetensors.ts';
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
	areWeightsLater = false,
): Promise<LoadedModel> {
	const head = readModelHead(small);
	const entries = new Map<string, ReadonlyMap<string, TensorEntry>>();
	for (const { name, bytes, pieces } of files)
		entries.set(name, (await readEntries(pieces(), bytes, name))!);
	const names = [...small.keys(), ...entries.keys()];
	const tensors = collectTensors(names, small.get(indexFile), (file) => entries.get(file)!);
	const { specs, unread } = placeTensors(head, tensors);
	const read = async (take: (spec: TensorSpec, stored: StoredTensor) => void) => {
		for (const { name, pieces } of files) {
			const inFile = [...entries.get(name)!].sort(([, a], [, b]) => a.start - b.start);
			const reader = new ByteReader(pieces());
			if (inFile.length > 0) await reader.take(inFile[0][1].start);
			for (const [tensor, entry] of inFile) {
				const stored = { ...entry, bytes: await reader.take(entry.byteLength) };
				// Only the part that the index names counts.
				if (tensors.get(tensor) !== entry) continue;
				for (const spec of specs) if (spec.name === tensor) take(spec, stored);
			}
			await reader.end();
		}
	};
	const parameterCount = specs.reduce((sum, { size }) => sum + size, 0);
	const model = { ...head, specs, parameterCount, unread };
	if (areWeightsLater)
		return {
			...model,
			weights: new Float32Array(0),
			readWeights: (take) =>
				read((spec, stored) => {
					const numbers = new Float32Array(spec.size);
					fillWeights(numbers, { ...spec, offset: 0 }, stored);
					take(spec, numbers);
				}),
		};
	const weights = newWeights(specs);
	await read((spec, stored) => fillWeights(weights, spec, stored));
	return { ...model, weights };
}
