/** Runs dispatches on a bare device, for measuring tiles and for testing them: what the engine's own plan does at large. */
import type { Dispatch } from '../../kernel.ts';

/** A dispatch with its pipeline and its buffers. */
export interface Bound {
	readonly dispatch: Dispatch;
	readonly pipeline: GPUComputePipeline;
	readonly group: GPUBindGroup;
}

export const compile = (
	device: GPUDevice,
	{ label, wgsl }: Dispatch,
): Promise<GPUComputePipeline> =>
	device.createComputePipelineAsync({
		label,
		layout: 'auto',
		compute: { module: device.createShaderModule({ label, code: wgsl }) },
	});

/** Binds `buffers` by the operands' places, and a uniform that is made here and pushed to `made`, to be destroyed. */
export function bind(
	device: GPUDevice,
	dispatch: Dispatch,
	pipeline: GPUComputePipeline,
	buffers: readonly GPUBuffer[],
	made: GPUBuffer[],
): Bound {
	const { label, uniforms, bindings } = dispatch;
	const words = new DataView(new ArrayBuffer(Math.ceil(uniforms.length / 4) * 16));
	uniforms.forEach((word, i) => {
		if (typeof word === 'number') words.setUint32(4 * i, word, true);
		else words.setFloat32(4 * i, word.f32, true);
	});
	const uniform = device.createBuffer({
		label,
		size: words.byteLength,
		usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
	});
	made.push(uniform);
	device.queue.writeBuffer(uniform, 0, words.buffer);
	const bound = [...bindings.map(({ operand }) => buffers[operand]), uniform];
	const group = device.createBindGroup({
		label,
		layout: pipeline.getBindGroupLayout(0),
		entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
	});
	return { dispatch, pipeline, group };
}

export function encode(pass: GPUComputePassEncoder, { pipeline, group, dispatch }: Bound): void {
	pass.setPipeline(pipeline);
	pass.setBindGroup(0, group);
	pass.dispatchWorkgroups(...dispatch.workgroups);
}

/** A buffer that kernels read and write. */
export const storageBuffer = (device: GPUDevice, label: string, bytes: number): GPUBuffer =>
	device.createBuffer({
		label,
		size: Math.max(16, Math.ceil(bytes / 4) * 4),
		usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
	});

/** The first bytes of a buffer, once the queue has written them. */
export async function readBuffer(
	device: GPUDevice,
	buffer: GPUBuffer,
	bytes: number,
): Promise<ArrayBuffer> {
	const copy = device.createBuffer({
		label: `${buffer.label} read back`,
		size: bytes,
		usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
	});
	const encoder = device.createCommandEncoder();
	encoder.copyBufferToBuffer(buffer, 0, copy, 0, bytes);
	device.queue.submit([encoder.finish()]);
	await copy.mapAsync(GPUMapMode.READ);
	const result = copy.getMappedRange().slice(0);
	copy.destroy();
	return result;
}
