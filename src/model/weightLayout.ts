/** Offsets of a model's tensors in a device vector, aligned so that kernels can bind them. */
import { allOrNone } from '#core/allOrNone.ts';
import { vectorAlignment } from '#gpu/capture.ts';
import type { ComputeDevice, Vector } from '#gpu/computeDevice.ts';
import type { TensorSpec } from './decoder.ts';

export interface WeightLayout {
	/** Elements of the device vector, with gaps. */
	readonly length: number;
	readonly tensors: readonly (TensorSpec & { readonly deviceOffset: number })[];
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

/** Written tensor by tensor, without a second copy on the host. `flat`: in a checkpoint's order. */
export const uploadTensors = (
	device: ComputeDevice,
	label: string,
	flat: Float32Array,
	{ length, tensors }: WeightLayout,
): Promise<Vector> =>
	allOrNone(async (keep) => {
		const vector = keep(await device.vector(label, length));
		for (const { offset, size, deviceOffset } of tensors)
			vector.write(flat.subarray(offset, offset + size), deviceOffset);
		return vector;
	});

export async function download(vector: Vector, { tensors }: WeightLayout): Promise<Float32Array> {
	const values = await vector.read();
	const flat = new Float32Array(tensors.reduce((sum, { size }) => sum + size, 0));
	for (const { offset, size, deviceOffset } of tensors)
		flat.set(values.subarray(deviceOffset, deviceOffset + size), offset);
	return flat;
}
