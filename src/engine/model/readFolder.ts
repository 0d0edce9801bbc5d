/** Reads a model folder whose files are in memory. openFolder.ts reads a stored one in parts. */
import {
	finiteNumbers,
	placeTensors,
	readModelHead,
	tiedHead,
	untied,
	type LoadedModel,
} from './folder.ts';
import { readSafetensors, type StoredTensor } from './safetensors.ts';
import { countParameters } from './tensors.ts';
import { collectTensors, indexFile } from './weightFiles.ts';

/**
 * `folder`: files by name, as in a folder in Hugging Face layout: config.json, tokenizer.json,
 * tokenizer_config.json and model.safetensors (or its parts with their index). Other names are
 * ignored. Throws InputError with the file, the field or tensor, and what to do.
 */
export function readModelFolder(folder: ReadonlyMap<string, Uint8Array>): LoadedModel {
	// A Buffer of Node is a Uint8Array too, but its slice() shares memory.
	const files = new Map(
		[...folder].map(([name, { buffer, byteOffset, byteLength }]) => [
			name,
			new Uint8Array(buffer, byteOffset, byteLength),
		]),
	);
	const head = readModelHead(files);
	const stored = collectTensors([...files.keys()], files.get(indexFile), (file) =>
		readSafetensors(files.get(file)!, file),
	);
	const { specs, unread } = placeTensors(head, stored);
	const weights = new Float32Array(countParameters(specs));
	for (const spec of specs) weights.set(finiteNumbers(spec, stored.get(spec.name)!), spec.offset);
	const tied = tiedHead(head, specs, stored);
	if (tied && !sameBytes(stored.get(tied.head)!, stored.get(tied.embedding)!))
		throw untied(stored.get(tied.head)!.file, tied.head);
	return { ...head, specs, weights, parameterCount: weights.length, unread };
}

const sameBytes = (a: StoredTensor, b: StoredTensor): boolean =>
	a.byteLength === b.byteLength && a.bytes.every((byte, i) => byte === b.bytes[i]);
