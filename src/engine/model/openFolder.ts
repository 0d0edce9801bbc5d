/** Opens a stored model. Its weights are read when they are asked for, some rows at a time. */
import { ByteReader } from '#engine/core/bytes.ts';
import { finiteNumbers, placeTensors, readModelHead, type LoadedModel } from './folder.ts';
import { countParameters, type ReadWeights } from './tensors.ts';
import { bytesOfType, readEntries, type TensorEntry } from './safetensors.ts';
import { collectTensors, indexFile } from './weightFiles.ts';

/** A matrix is read in parts of rows. Encodings begin a group at multiples of this number. */
const rowsOfPiece = 4096;

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
	const readWeights: ReadWeights = async (take) => {
		for (const { name, pieces } of files) {
			const inFile = [...entries.get(name)!].sort(([, a], [, b]) => a.start - b.start);
			const reader = new ByteReader(pieces());
			if (inFile.length > 0) await reader.take(inFile[0][1].start);
			for (const [tensor, entry] of inFile) {
				// Only the part that the index names counts.
				const wanted = specs.filter(
					(spec) => spec.name === tensor && tensors.get(tensor) === entry,
				);
				const { dtype, byteLength } = entry;
				const size = bytesOfType(dtype) ?? 1;
				const rows = size * rowsOfPiece * (wanted[0]?.shape[1] ?? 1);
				const step = wanted.some(({ stored }) => stored) ? byteLength : Math.min(rows, byteLength);
				for (let at = 0; at < byteLength; at += step) {
					const bytes = await reader.take(Math.min(step, byteLength - at));
					for (const spec of wanted)
						await take(spec, finiteNumbers(spec, { file: name, dtype, bytes }), at / size);
				}
			}
			await reader.end();
		}
	};
	const parameterCount = countParameters(specs);
	return { ...head, specs, parameterCount, unread, weights: new Float32Array(), readWeights };
}
