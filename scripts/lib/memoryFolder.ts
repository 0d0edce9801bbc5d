/** Writes tensors of models and adapters as safetensors files in memory, for scripts and tests. */
import { joinBytes } from '#engine/core/bytes.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import type { TensorSpec } from '#engine/model/tensors.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { fileHead } from '#engine/model/safetensors.ts';

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
