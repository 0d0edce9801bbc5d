/** Runs single dispatches on a device, for measurements, checks, tests and eager execution. */
import type { Dispatch } from '../../kernel.ts';
import { answered } from '../answer.ts';
import { uniformSize, writeWords } from '../dispatchPlan.ts';
import { plainWait } from '../wait.ts';

/** A dispatch with its pipeline and its buffers. */
export interface BoundDispatch {
	readonly dispatch: Dispatch;
	readonly pipeline: GPUComputePipeline;
	readonly group: GPUBindGroup;
}

/** Milliseconds. A pipeline waits for those that compile before it. */
const compilerLimit = 60_000;

/** Throws DeviceError if the compiler hangs. */
export const compile = async (
	device: GPUDevice,
	{ label, wgsl }: Dispatch,
): Promise<GPUComputePipeline> =>
	answered(
		device.createComputePipelineAsync({
			label,
			layout: 'auto',
			compute: { module: device.createShaderModule({ label, code: wgsl }) },
		}),
		compilerLimit,
	);

/** Binds `buffers`, one per operand, and a uniform buffer that the caller destroys in `created`. */
export function bind(
	device: GPUDevice,
	dispatch: Dispatch,
	pipeline: GPUComputePipeline,
	buffers: readonly GPUBuffer[],
	created: GPUBuffer[],
): BoundDispatch {
	const { label, uniforms, bindings } = dispatch;
	const bound = bindings.map(({ operand }) => buffers[operand]);
	if (uniforms.length > 0) {
		const words = new ArrayBuffer(uniformSize(dispatch));
		writeWords(uniforms, words, 0);
		const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
		const uniform = device.createBuffer({ label, size: words.byteLength, usage });
		device.queue.writeBuffer(uniform, 0, words);
		created.push(uniform);
		bound.push(uniform);
	}
	const group = device.createBindGroup({
		label,
		layout: pipeline.getBindGroupLayout(0),
		entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
	});
	return { dispatch, pipeline, group };
}

export function encode(
	pass: GPUComputePassEncoder,
	{ pipeline, group, dispatch }: BoundDispatch,
): void {
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

/** The first bytes of a buffer, after the queue has written them. Throws DeviceError for a hang. */
export async function readBuffer(
	device: GPUDevice,
	buffer: GPUBuffer,
	bytes: number,
	wait = plainWait,
): Promise<ArrayBuffer> {
	const copy = device.createBuffer({
		label: `${buffer.label} read back`,
		size: bytes,
		usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
	});
	const encoder = device.createCommandEncoder();
	encoder.copyBufferToBuffer(buffer, 0, copy, 0, bytes);
	device.queue.submit([encoder.finish()]);
	await answered(wait(copy.mapAsync(GPUMapMode.READ)));
	const result = copy.getMappedRange().slice(0);
	copy.destroy();
	return result;
}
