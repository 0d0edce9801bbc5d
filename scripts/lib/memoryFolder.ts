/** Model folders and safetensors files in memory, for scripts and tests. */
import { joinBytes } from '#engine/core/bytes.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import type { TensorSpec } from '#engine/model/decoder.ts';
import {
	finiteNumbers,
	placeTensors,
	readModelHead,
	tiedHead,
	untied,
	type LoadedModel,
} from '#engine/model/folder.ts';
import { fileHead, readSafetensors, type StoredTensor } from '#engine/model/safetensors.ts';
import { collectTensors, indexFile } from '#engine/model/weightFiles.ts';

/** Throws InputError with the file, the field or tensor, and what to do. */
export function readModelFolder(files: ReadonlyMap<string, Uint8Array>): LoadedModel {
	const head = readModelHead(files);
	const stored = collectTensors([...files.keys()], files.get(indexFile), (file) =>
		readSafetensors(files.get(file)!, file),
	);
	const { specs, unread } = placeTensors(head, stored);
	const weights = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	for (const spec of specs) weights.set(finiteNumbers(spec, stored.get(spec.name)!), spec.offset);
	const tied = tiedHead(head, specs, stored);
	if (tied && !sameBytes(stored.get(tied.head)!, stored.get(tied.embedding)!))
		throw untied(stored.get(tied.head)!.file, tied.head);
	return { ...head, specs, weights, parameterCount: weights.length, unread };
}

const sameBytes = (a: StoredTensor, b: StoredTensor): boolean =>
	a.byteLength === b.byteLength && a.bytes.every((byte, i) => byte === b.bytes[i]);

interface NamedValues {
	readonly name: string;
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

/** A file of F32 tensors. */
export const writeSafetensors = (tensors: readonly NamedValues[]): Uint8Array<ArrayBuffer> =>
	joinBytes([
		fileHead(tensors),
		...tensors.map(({ values }) => new Uint8Array(values.slice().buffer)),
	]);

/** The checkpoint's tensors of a flat vector, some as views of it. */
export function storedTensors(specs: readonly TensorSpec[], flat: Float32Array): NamedValues[] {
	const tensors = new Map<string, NamedValues>();
	for (const { name, shape, offset, size, stored } of specs) {
		const part = flat.subarray(offset, offset + size);
		const whole = tensors.get(name)?.values;
		const values = stored ? (whole ?? new Float32Array(sizeOf(stored.shape))) : part;
		if (stored) part.forEach((value, i) => (values[stored.at(i)] = value));
		tensors.set(name, { name, shape: stored?.shape ?? shape, values });
	}
	return [...tensors.values()];
}

/** The adapter `flat` as peft's adapter_model.safetensors has it. */
export const adapterTensors = (
	model: Pick<LoadedModel, 'architecture' | 'config'>,
	settings: AdapterSettings,
	flat: Float32Array,
): NamedValues[] => storedTensors(makeAdapter(model, settings).specs, flat);
