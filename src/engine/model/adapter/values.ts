/** Numbers of an adapter: before the first step, and merged into the weights. */
import { randomStream } from '#engine/core/random.ts';
import { requireFinite, weightReader, type LoadedModel } from '../folder.ts';
import type { ReadWeights } from '../tensors.ts';
import { makeAdapter, type Adapter, type AdaptedModule } from './adapter.ts';
import type { AdapterSettings } from '../adapterSettings.ts';

type BaseModel = Pick<LoadedModel, 'architecture' | 'config' | 'specs' | 'weights' | 'readWeights'>;

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
				flat[offset + row] = norm(weights.subarray(start, start + inner));
			}
		});
	}
	return flat;
}

/** The base's weights with the adapter `flat` added. The base stays as it is. */
export function mergedWeights(
	model: BaseModel,
	flat: Float32Array,
	settings: AdapterSettings,
): ReadWeights {
	const adapted = new Map(
		makeAdapter(model, settings).modules.flatMap((module) =>
			module.parts.map(({ role }, part) => [role, { module, part }] as const),
		),
	);
	const read = weightReader(model);
	return (take) =>
		read((spec, numbers, first) => {
			const found = adapted.get(spec.role);
			if (!found) return take(spec, numbers, first);
			const merged = mergedRows(numbers, first / found.module.inner, flat, found);
			requireFinite(spec.name, merged);
			return take(spec, merged, first);
		});
}

/** Rows from row `first` on of the matrix `part` of a layer. */
function mergedRows(
	rows: Float32Array,
	first: number,
	flat: Float32Array,
	{ module, part }: { readonly module: AdaptedModule; readonly part: number },
): Float32Array {
	const { inner, rank, scaling, a, b, magnitudes } = module;
	const merged = new Float32Array(rows.length);
	const row = new Float64Array(inner);
	for (let start = 0, o = first; start < rows.length; start += inner, o++) {
		row.set(rows.subarray(start, start + inner));
		for (let k = 0; k < rank; k++) {
			const factor = scaling * flat[b[part].offset + o * rank + k];
			const from = a.offset + k * inner;
			for (let i = 0; i < inner; i++) row[i] += factor * flat[from + i];
		}
		const factor = magnitudes.length > 0 ? flat[magnitudes[part].offset + o] / norm(row) : 1;
		for (let i = 0; i < inner; i++) merged[start + i] = row[i] * factor;
	}
	return merged;
}

function norm(row: Float32Array | Float64Array): number {
	let sum = 0;
	for (const value of row) sum += value * value;
	return Math.sqrt(sum);
}
