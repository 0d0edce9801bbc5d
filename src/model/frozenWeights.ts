/** The weights beside an adapter on the device: in 32 bits, or their matrices in fewer. */
import { findEncoding } from '#gpu/encodings.ts';
import type { VectorStorage } from '#gpu/computeDevice.ts';
import type { FrozenPart } from './capturedDecoder.ts';
import type { baseStorages } from './adapterSettings.ts';
import type { TensorSpec } from './decoder.ts';
import { weightLayout } from './weightLayout.ts';

export type BaseStorage = (typeof baseStorages)[number];

/** Tables of rows by token or position. Beside 4 bits they have 8, as errors in them cost most. */
const isTable = ({ role }: TensorSpec) => ['embedding', 'positions', 'head'].includes(role);

/** Gains, biases, and matrices whose rows have no whole groups, stay in 32 bits. */
function chooseStorage(spec: TensorSpec, base: BaseStorage): VectorStorage {
	const isInt8 = base === 'int8' || (base === 'nf4' && isTable(spec));
	const storage = isInt8 ? 'i8' : base;
	return findEncoding(storage)?.fits(spec.shape) ? storage : 'f32';
}

/** One vector for each storage. */
export const frozenParts = (specs: readonly TensorSpec[], base: BaseStorage): FrozenPart[] =>
	(['f32', 'bf16', 'i8', 'nf4'] as const).flatMap((storage) => {
		const own = specs.filter((spec) => chooseStorage(spec, base) === storage);
		const layout = weightLayout(own, findEncoding(storage)?.alignment);
		return own.length > 0 ? [{ name: `base ${storage}`, storage, layout }] : [];
	});
