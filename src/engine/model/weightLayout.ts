/** Offsets of a model's tensors in a device vector, aligned so that kernels can bind them. */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { vectorAlignment } from '#engine/gpu/capture.ts';
import type { VectorStorage } from '#engine/gpu/computeDevice.ts';
import { findEncoding } from '#engine/gpu/encodings.ts';
import type { TensorSpec } from './tensors.ts';
import { baseStorages } from './adapterSettings.ts';

export interface WeightLayout {
	/** Elements of the device vector, with gaps. */
	readonly length: number;
	readonly tensors: readonly (TensorSpec & { readonly deviceOffset: number })[];
}

/** Frozen tensors of one storage. */
export interface FrozenPart {
	/** The vector's name in programs. */
	readonly name: string;
	readonly storage: VectorStorage;
	readonly layout: WeightLayout;
}

export function weightLayout(
	specs: readonly TensorSpec[],
	alignment = vectorAlignment,
): WeightLayout {
	let length = 0;
	const tensors = specs.map((spec) => {
		const deviceOffset = length;
		length += Math.ceil(spec.size / alignment) * alignment;
		return { ...spec, deviceOffset };
	});
	return { length, tensors };
}

/** How the device stores the weights beside an adapter: in 32 bits, or their matrices in fewer. */
export type BaseStorage = (typeof baseStorages)[number];

/** Tables of rows by token or position. Beside 4 bits they have 8, as errors in them cost most. */
const isTable = ({ role }: TensorSpec) => ['embedding', 'positions', 'head'].includes(role);

/** 32 bits for gains, biases, and matrices whose rows are not a whole number of groups. */
function chooseStorage(spec: TensorSpec, base: BaseStorage, hasDots: boolean): VectorStorage {
	if (base === 'f32dots') return hasDots && spec.shape.length === 2 ? 'f32dots' : 'f32';
	const storage = base === 'int8' || (base === 'nf4' && isTable(spec)) ? 'i8' : base;
	return findEncoding(storage)?.fits(spec.shape) ? storage : 'f32';
}

/**
 * One vector for each storage. `hasDots`: the device multiplies whole numbers (gpu/dots.ts). Throws
 * InputError for a stored run's base that left.
 */
export function frozenParts(
	specs: readonly TensorSpec[],
	base: BaseStorage,
	hasDots = false,
): FrozenPart[] {
	if (!baseStorages.includes(base))
		throw fieldError(
			'adapter.base',
			say(
				'was {base}, which left the lab: this run can be read, but not continued. Begin a new one with f32dots.',
				{ base },
			),
		);
	return (['f32', 'f32dots', 'bf16', 'i8', 'nf4'] as const).flatMap((storage) => {
		const stored = specs.filter((spec) => chooseStorage(spec, base, hasDots) === storage);
		const layout = weightLayout(stored, findEncoding(storage)?.alignment);
		return stored.length > 0 ? [{ name: `base ${storage}`, storage, layout }] : [];
	});
}
