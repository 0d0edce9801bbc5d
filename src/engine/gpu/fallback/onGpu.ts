/** Operations of tfjs on the lab's GPU, by tfjs's WebGPU backend. Loaded only when needed. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../kernel.ts';
import type { TensorType, TfjsOperation } from '../fallback.ts';
import { tfjsBackendOn } from './tfjsBackend.ts';
import { runKernel } from './tfjsKernels.ts';

/** Part of a buffer, in bytes. */
interface BufferRegion {
	readonly buffer: GPUBuffer;
	readonly offset: number;
	readonly size: number;
}

/** Sends an operation. tfjs gets copies of the inputs, because it uses whole buffers. */
export type RunTfjs = (
	operation: TfjsOperation,
	inputs: readonly BufferRegion[],
	outputs: readonly BufferRegion[],
) => void;

const backends = new WeakMap<GPUDevice, WebGPUBackend>();

export function tfjsOn(device: GPUDevice): RunTfjs {
	const backend = backends.get(device) ?? tfjsBackendOn(device);
	backends.set(device, backend);
	const copy = (from: BufferRegion, to: Omit<BufferRegion, 'size'>) => {
		const encoder = device.createCommandEncoder();
		encoder.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, from.size);
		device.queue.submit([encoder.finish()]);
	};
	const findBuffer = ({ dataId }: tf.TensorInfo): GPUBuffer => {
		backend.uploadToGPU(dataId);
		return backend.tensorMap.get(dataId).resource as GPUBuffer;
	};
	/** tfjs's casts to float32 rename the type and keep the integers, which only tfjs can read. */
	const asFloat = (info: tf.TensorInfo): tf.TensorInfo => {
		const isFloat = backend.tensorMap.get(info.dataId).dtype === 'float32';
		if (info.dtype !== 'float32' || isFloat) return info;
		const one = backend.makeTensorInfo([], 'float32', Float32Array.of(1));
		const multiply = { name: tf.Multiply, inputNames: ['a', 'b'], attributes: {} };
		const [product] = runKernel('webgpu', backend, multiply, [info, one]);
		for (const { dataId } of [info, one]) backend.disposeData(dataId, true);
		return product;
	};
	return (operation, inputs, outputs) => {
		if (inputs.length === 0) {
			operation.compute([]).forEach((values, i) => {
				const { dtype } = operation.outputs[i];
				const words = dtype === 'float32' ? values : Int32Array.from(values);
				device.queue.writeBuffer(outputs[i].buffer, outputs[i].offset, words as BufferSource);
			});
			return;
		}
		const given = inputs.map((region, i) => {
			const { shape, dtype } = operation.inputs[i];
			const info = backend.makeTensorInfo([...shape], dtype);
			copy(
				{ ...region, size: byteLength(operation.inputs[i]) },
				{ buffer: findBuffer(info), offset: 0 },
			);
			return info;
		});
		const made = runKernel('webgpu', backend, operation, given).map(asFloat);
		const buffers = made.map(findBuffer);
		backend.ensureCommandEncoderReady();
		backend.endComputePassEncoder();
		backend.submitQueue();
		buffers.forEach((buffer, i) => {
			const size = byteLength(operation.outputs[i]);
			copy({ buffer, offset: 0, size }, outputs[i]);
		});
		for (const { dataId } of [...given, ...made]) backend.disposeData(dataId, true);
	};
}

const byteLength = ({ shape }: TensorType): number => 4 * sizeOf(shape);
