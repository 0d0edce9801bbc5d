/** Numbers of an adapter: before the first step, merged into the weights, and as peft's tensors. */
import { randomStream } from '#core/random.ts';
import { notFinite, type LoadedModel } from '../folder.ts';
import { storedTensors, type NamedValues } from '../stored.ts';
import { adapterOf, type Adapter, type AdaptedModule } from './adapter.ts';
import type { AdapterSettings } from '../adapterSettings.ts';

type BaseModel = Pick<LoadedModel, 'architecture' | 'config' | 'weights'>;

/**
 * The adapter with which a model computes as without it. A is uniform in ±1/√inner (peft: Kaiming
 * with a = √5), B is 0, and the lengths of rows (DoRA) are those of W.
 */
export function initialAdapter(
	{ weights }: Pick<BaseModel, 'weights'>,
	{ modules, size }: Adapter,
	seed: number,
): Float32Array {
	const random = randomStream(seed, 'adapter');
	const flat = new Float32Array(size);
	for (const { a, inner, parts, magnitudes } of modules) {
		const draws = random.child(a.name);
		const bound = 1 / Math.sqrt(inner);
		for (let i = 0; i < a.size; i++) flat[a.offset + i] = (2 * draws.uniform(i) - 1) * bound;
		magnitudes.forEach(({ offset, size: rows }, part) => {
			for (let row = 0; row < rows; row++) {
				const start = parts[part].offset + row * inner;
				flat[offset + row] = lengthOf(weights.subarray(start, start + inner));
			}
		});
	}
	return flat;
}

/** The base's weights with the adapter `flat` added, in the order of the model's tensors. */
export function mergedWeights(
	model: BaseModel,
	flat: Float32Array,
	settings: AdapterSettings,
): Float32Array {
	const merged = model.weights.slice();
	for (const module of adapterOf(model, settings).modules) mergeModule(merged, flat, module);
	return merged;
}

function mergeModule(
	weights: Float32Array,
	flat: Float32Array,
	{ inner, rank, scaling, parts, a, b, magnitudes }: AdaptedModule,
): void {
	const row = new Float64Array(inner);
	parts.forEach(({ name, offset, shape: [rows] }, part) => {
		for (let o = 0; o < rows; o++) {
			const start = offset + o * inner;
			row.set(weights.subarray(start, start + inner));
			for (let k = 0; k < rank; k++) {
				const factor = scaling * flat[b[part].offset + o * rank + k];
				const from = a.offset + k * inner;
				for (let i = 0; i < inner; i++) row[i] += factor * flat[from + i];
			}
			const factor = magnitudes.length > 0 ? flat[magnitudes[part].offset + o] / lengthOf(row) : 1;
			for (let i = 0; i < inner; i++) {
				weights[start + i] = row[i] * factor;
				if (!Number.isFinite(weights[start + i])) throw notFinite(name);
			}
		}
	});
}

/** The adapter `flat` as peft's adapter_model.safetensors has it. */
export const adapterTensors = (
	model: Pick<BaseModel, 'architecture' | 'config'>,
	settings: AdapterSettings,
	flat: Float32Array,
): NamedValues[] => storedTensors(adapterOf(model, settings).specs, flat);

function lengthOf(row: Float32Array | Float64Array): number {
	let sum = 0;
	for (const value of row) sum += value * value;
	return Math.sqrt(sum);
}
