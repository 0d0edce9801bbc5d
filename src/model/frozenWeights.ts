/** The weights beside an adapter on the device: in 32 bits, or matrices in 8 bits. */
import { fitsInt8, int8Alignment } from '#gpu/int8.ts';
import type { FrozenPart } from './capturedDecoder.ts';
import type { TensorSpec } from './decoder.ts';
import { weightLayout } from './weightLayout.ts';

/** Gains, biases, and matrices whose rows have no whole blocks, stay in 32 bits. */
export function frozenParts(specs: readonly TensorSpec[], base: 'f32' | 'int8'): FrozenPart[] {
	const isInt8 = ({ shape }: TensorSpec) => base === 'int8' && fitsInt8(shape);
	const [exact, rounded] = [specs.filter((spec) => !isInt8(spec)), specs.filter(isInt8)];
	const parts: FrozenPart[] = [];
	if (exact.length > 0) parts.push({ name: 'base', storage: 'f32', layout: weightLayout(exact) });
	if (rounded.length > 0) {
		const layout = weightLayout(rounded, int8Alignment);
		parts.push({ name: 'baseInt8', storage: 'i8', layout });
	}
	return parts;
}
