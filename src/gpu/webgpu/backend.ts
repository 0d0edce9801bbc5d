/**
 * Eager execution: tfjs's own WebGPU backend on the lab's device, with the lab's kernels beside tfjs's. Each operation is done
 * when it is called, on tensors that hold numbers: what a captured program must equal bit for bit.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Kernel, Operand } from '../kernel.ts';
import { kernels } from '../kernels.ts';
import { registerGradients } from '../registerGradients.ts';
import { uniformSize, writeWords } from './dispatchPlan.ts';
import type { WebGpuDevice } from './webgpuDevice.ts';

const name = 'skillet-webgpu';

/** Makes tfjs compute on the device, until another backend is set. */
export async function useEagerly(device: WebGpuDevice): Promise<LabBackend> {
	// Small operations on the CPU would round otherwise than the GPU.
	tf.env().set('WEBGPU_CPU_FORWARD', false);
	const isFirst = tf.getKernelsForBackend(name).length === 0;
	if (tf.engine().findBackend(name)) tf.removeBackend(name);
	const backend = new LabBackend(device);
	tf.registerBackend(name, () => backend);
	if (isFirst) registerKernels();
	await tf.setBackend(name);
	return backend;
}

function registerKernels(): void {
	tf.copyRegisteredKernels('webgpu', name);
	for (const kernel of kernels) {
		// What tfjs has under the same name stays: its own operations lean on it.
		if (tf.getKernel(kernel.name, name)) continue;
		tf.registerKernel({
			kernelName: kernel.name,
			backendName: name,
			kernelFunc: ({ inputs, backend, attrs }) => {
				const given = kernel.inputs.map((input) => inputs[input.replace('?', '')]);
				const outputs = (backend as LabBackend).run(
					kernel,
					given.filter((info) => info !== undefined),
					attrs as unknown as Attributes,
				);
				return outputs.length === 1 ? outputs[0] : outputs;
			},
		});
	}
	registerGradients(kernels);
}

export class LabBackend extends WebGPUBackend {
	readonly #device: WebGpuDevice;

	constructor(device: WebGpuDevice) {
		super(device.gpu, device.adapterInfo);
		this.#device = device;
	}

	/** One operation of a kernel, sent at once. */
	run(kernel: Kernel, inputs: readonly tf.TensorInfo[], attributes: Attributes): tf.TensorInfo[] {
		const inputOperands = inputs.map(operandOf);
		const made = kernel.outputs(inputOperands, attributes);
		const outputs = made.map(({ shape, storage }) =>
			this.makeTensorInfo([...shape], storage === 'i32' ? 'int32' : 'float32'),
		);
		const operands = { inputs: inputOperands, outputs: outputs.map(operandOf) };
		const buffers = [...inputs, ...outputs].map(({ dataId }) => {
			this.uploadToGPU(dataId);
			return this.tensorMap.get(dataId).resource as GPUBuffer;
		});
		// What tfjs still holds back comes first, for it may make these inputs.
		this.ensureCommandEncoderReady();
		this.endComputePassEncoder();
		this.submitQueue();
		this.#send(kernel, operands, attributes, buffers);
		this.#forgetCopies(kernel, inputs);
		return outputs;
	}

	#send(
		kernel: Kernel,
		operands: { readonly inputs: readonly Operand[]; readonly outputs: readonly Operand[] },
		attributes: Attributes,
		buffers: readonly GPUBuffer[],
	): void {
		const gpu = this.device;
		const encoder = gpu.createCommandEncoder({ label: kernel.name });
		const pass = encoder.beginComputePass({ label: kernel.name });
		const uniformBuffers: GPUBuffer[] = [];
		for (const dispatch of kernel.dispatches(operands, attributes, this.#device.tuning)) {
			const { label, bindings, uniforms, workgroups } = dispatch;
			const { pipeline, layout } = this.#device.pipelines.getNow(dispatch);
			const bound = bindings.map(({ operand }) => buffers[operand]);
			if (uniforms.length > 0) {
				const size = uniformSize(dispatch);
				const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
				const words = new ArrayBuffer(size);
				writeWords(uniforms, words, 0);
				const buffer = gpu.createBuffer({ label, size, usage });
				gpu.queue.writeBuffer(buffer, 0, words);
				uniformBuffers.push(buffer);
				bound.push(buffer);
			}
			const entries = bound.map((buffer, binding) => ({ binding, resource: { buffer } }));
			pass.setPipeline(pipeline);
			pass.setBindGroup(0, gpu.createBindGroup({ label, layout, entries }));
			pass.dispatchWorkgroups(...workgroups);
		}
		pass.end();
		gpu.queue.submit([encoder.finish()]);
		uniformBuffers.forEach((buffer) => buffer.destroy());
	}

	/** tfjs keeps on the host what it has read: of what is overwritten, that is stale. */
	#forgetCopies({ inputs: names, updates = [] }: Kernel, inputs: readonly tf.TensorInfo[]): void {
		inputs.forEach(({ dataId }, i) => {
			const data = this.tensorMap.get(dataId) as { values?: tf.BackendValues | undefined };
			if (updates.includes(names[i])) data.values = undefined;
		});
	}
}

const operandOf = ({ shape, dtype }: tf.TensorInfo): Operand => ({
	shape,
	storage: dtype === 'float32' ? 'f32' : 'i32',
});
