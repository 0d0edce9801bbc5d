/**
 * Eager execution: tfjs's own WebGPU backend on the lab's device, with the lab's kernels added.
 * Each operation runs when it is called. A captured program must equal it bit for bit.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes, Dispatch, Kernel, Operand } from '#engine/gpu/kernel.ts';
import { kernels } from '#engine/gpu/kernels.ts';
import { gradientConfigs } from '#engine/gpu/tfjs.ts';
import { bind, encode } from '#engine/gpu/webgpu/matmul/execute.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';

const name = 'skillet-webgpu';

/** Makes tfjs compute on the device until another backend is set. */
export async function useEagerly(device: WebGpuDevice): Promise<LabBackend> {
	// Small operations on the CPU would round differently from the GPU.
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
	// Keep tfjs's kernels and chain rules of the same name: its own operations depend on them.
	const added = kernels.filter((kernel) => !tf.getKernel(kernel.name, name));
	gradientConfigs(added).forEach(tf.registerGradient);
	for (const kernel of added)
		tf.registerKernel({
			kernelName: kernel.name,
			backendName: name,
			kernelFunc: ({ inputs, backend, attrs }) => {
				const tensors = kernel.inputs.map((input) => inputs[input.replace('?', '')]);
				const outputs = (backend as LabBackend).run(
					kernel,
					tensors.filter((info) => info !== undefined),
					attrs as unknown as Attributes,
				);
				return outputs.length === 1 ? outputs[0] : outputs;
			},
		});
}

export class LabBackend extends WebGPUBackend {
	readonly #device: WebGpuDevice;
	/** By WGSL. */
	readonly #pipelines = new Map<string, GPUComputePipeline>();

	constructor(device: WebGpuDevice) {
		super(device.gpu, device.gpu.adapterInfo);
		this.#device = device;
	}

	/** Runs a kernel immediately. */
	run(kernel: Kernel, inputs: readonly tf.TensorInfo[], attributes: Attributes): tf.TensorInfo[] {
		const inputOperands = inputs.map(toOperand);
		const outputs = kernel
			.outputs(inputOperands, attributes)
			.map(({ shape, storage }) =>
				this.makeTensorInfo([...shape], storage === 'i32' ? 'int32' : 'float32'),
			);
		const operands = { inputs: inputOperands, outputs: outputs.map(toOperand) };
		const buffers = [...inputs, ...outputs].map(({ dataId }) => {
			this.uploadToGPU(dataId);
			return this.tensorMap.get(dataId).resource as GPUBuffer;
		});
		// Send tfjs's pending commands first: they may compute these inputs.
		this.ensureCommandEncoderReady();
		this.endComputePassEncoder();
		this.submitQueue();

		const encoder = this.device.createCommandEncoder({ label: kernel.name });
		const pass = encoder.beginComputePass({ label: kernel.name });
		const uniforms: GPUBuffer[] = [];
		for (const dispatch of kernel.dispatches(operands, attributes, this.#device.tuning)) {
			const pipeline = this.#compile(dispatch);
			encode(pass, bind(this.device, dispatch, pipeline, buffers, uniforms));
		}
		pass.end();
		this.device.queue.submit([encoder.finish()]);
		uniforms.forEach((buffer) => buffer.destroy());
		this.#dropHostCopies(kernel, inputs);
		return outputs;
	}

	#compile({ label, wgsl }: Dispatch): GPUComputePipeline {
		let pipeline = this.#pipelines.get(wgsl);
		if (!pipeline) {
			const module = this.device.createShaderModule({ label, code: wgsl });
			pipeline = this.device.createComputePipeline({ label, layout: 'auto', compute: { module } });
			this.#pipelines.set(wgsl, pipeline);
		}
		return pipeline;
	}

	/** tfjs keeps host copies of tensors it has read: those of updated inputs are out of date. */
	#dropHostCopies({ inputs: names, updates = [] }: Kernel, inputs: readonly tf.TensorInfo[]): void {
		inputs.forEach(({ dataId }, i) => {
			const data = this.tensorMap.get(dataId) as { values?: tf.BackendValues | undefined };
			if (updates.includes(names[i])) data.values = undefined;
		});
	}
}

const toOperand = ({ shape, dtype }: tf.TensorInfo): Operand => ({
	shape,
	storage: dtype === 'float32' ? 'f32' : 'i32',
});
