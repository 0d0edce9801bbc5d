/** Checks the adapter of all other GPU tests. */
import { expect, it } from 'vitest';

it('runs a compute shader', async () => {
	const adapter = await navigator.gpu.requestAdapter();
	const device = await adapter!.requestDevice();
	const input = new Float32Array([1, -2, 0.5, 1e6]);
	const buffer = device.createBuffer({
		size: input.byteLength,
		usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
	});
	const result = device.createBuffer({
		size: input.byteLength,
		usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
	});
	device.queue.writeBuffer(buffer, 0, input);
	const code = `
		@group(0) @binding(0) var<storage, read_write> values: array<f32>;
		@compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
			values[id.x] = 2 * values[id.x];
		}`;
	const pipeline = device.createComputePipeline({
		layout: 'auto',
		compute: { module: device.createShaderModule({ code }) },
	});
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	pass.setPipeline(pipeline);
	pass.setBindGroup(
		0,
		device.createBindGroup({
			layout: pipeline.getBindGroupLayout(0),
			entries: [{ binding: 0, resource: { buffer } }],
		}),
	);
	pass.dispatchWorkgroups(1);
	pass.end();
	encoder.copyBufferToBuffer(buffer, 0, result, 0, input.byteLength);
	device.queue.submit([encoder.finish()]);
	await result.mapAsync(GPUMapMode.READ);
	expect([...new Float32Array(result.getMappedRange())]).toEqual([2, -4, 1, 2e6]);
	device.destroy();
});
