/** The weights beside an adapter on the device: in 32 bits, or their matrices in fewer. */
import { encodingOf } from '#gpu/encodings.ts';
import type { VectorStorage } from '#gpu/computeDevice.ts';
import type { FrozenPart } from './capturedDecoder.ts';
import type { TensorSpec } from './decoder.ts';
import { weightLayout } from './weightLayout.ts';

/** How the matrices beside an adapter are stored. */
export type BaseStorage = 'f32' | 'bf16' | 'int8';
const storages: Record<BaseStorage, VectorStorage> = { f32: 'f32', bf16: 'bf16', int8: 'i8' };

/** Gains, biases, and matrices whose rows have no whole groups, stay in 32 bits. */
export function frozenParts(specs: readonly TensorSpec[], base: BaseStorage): FrozenPart[] {
	const storage = storages[base];
	const encoding = encodingOf(storage);
	const isEncoded = ({ shape }: TensorSpec) => encoding?.fits(shape) ?? false;
	const exact = specs.filter((spec) => !isEncoded(spec));
	const parts: FrozenPart[] = [];
	if (exact.length > 0) parts.push({ name: 'base', storage: 'f32', layout: weightLayout(exact) });
	if (encoding && exact.length < specs.length) {
		const layout = weightLayout(specs.filter(isEncoded), encoding.alignment);
		parts.push({ name: 'encodedBase', storage, layout });
	}
	return parts;
}
