/** Opens the reference engine: tfjs on the lab's GPU, or on the processor. */
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Message } from '#engine/core/message.ts';
import { processorReport } from '../report.ts';
import type { WebGpuDevice } from '../webgpu/WebGpuDevice.ts';
import { TfjsDevice } from './TfjsDevice.ts';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** The device disposes `gpu`. */
export function referenceOnGpu(gpu: WebGpuDevice): TfjsDevice {
	const { tiles, name, ...report } = gpu.report;
	const backend = register('webgpu', tfjsBackendOn(gpu.gpu));
	return new TfjsDevice({ ...report, backend: 'tfjs', name: `${prefix} ${name}` }, backend, gpu);
}

/** `reason`: why no GPU is used. */
export function referenceOnProcessor(reason: Message): TfjsDevice {
	const report = processorReport({ backend: 'tfjs', name: `${prefix} the processor`, reason });
	return new TfjsDevice(report, register('cpu', new MathBackendCPU()));
}

const prefix = 'reference engine: tfjs on';

let registered = 0;
/** Registers the backend under a name of its own, with tfjs's kernels for `kind`. */
export function register(kind: 'webgpu' | 'cpu', backend: tf.KernelBackend): string {
	const name = `skillet-reference-${++registered}`;
	tf.registerBackend(name, () => backend);
	tf.copyRegisteredKernels(kind, name);
	return name;
}

/** A backend with the same bits at each run. */
function tfjsBackendOn(gpu: GPUDevice): WebGPUBackend {
	// A small operation on the processor would round differently.
	tf.env().set('WEBGPU_CPU_FORWARD', false);
	// MatMulPackedProgram: others add with atomics, so their bits change from run to run.
	tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
	return new WebGPUBackend(gpu, gpu.adapterInfo);
}
