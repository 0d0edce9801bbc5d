/** Runs dispatches on a bare device, for measuring tiles and for testing them: what the engine's own plan does at large. */
import type { Dispatch } from '../../kernel.ts';

export interface Prepared {
	readonly dispatch: Dispatch;
	readonly pipeline: GPUComputePipeline;
	readonly group: GPUBindGroup;
}

/** Compiles, and binds `buffers` by the operands' places. Uniforms are made here; `onBuffer` hears of each, to destroy it. */
export async function prepare(
	device: GPUDevice,
	dispatch: Dispatch,
	buffers: readonly GPUBuffer[],
	onBuffer: (buffer: GPUBuffer) => void,
): Promise<Prepared> {
	const pipeline = await device.createComputePipelineAsync({
		label: dispatch.label,
		layout: 'auto',
		compute: { module: device.createShaderModule({ label: dispatch.label, code: dispatch.wgsl }) },
	});
	const words = new DataView(new ArrayBuffer(Math.max(16, 4 * dispatch.uniforms.length)));
	dispatch.uniforms.forEach((word, i) => {
		if (typeof word === 'number') words.setUint32(4 * i, word, true);
		else words.setFloat32(4 * i, word.f32, true);
	});
	const uniform = device.createBuffer({
		label: dispatch.label,
		size: words.byteLength,
		usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
	});
	onBuffer(uniform);
	device.queue.writeBuffer(uniform, 0, words.buffer);
	const bound = [...dispatch.bindings.map(({ operand }) => buffers[operand]), uniform];
	const group = device.createBindGroup({
		label: dispatch.label,
		layout: pipeline.getBindGroupLayout(0),
		entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
	});
	return { dispatch, pipeline, group };
}

export function encode(pass: GPUComputePassEncoder, { pipeline, group, dispatch }: Prepared): void {
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
