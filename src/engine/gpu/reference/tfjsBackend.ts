/** tfjs's WebGPU backend on the lab's GPU. Large, so only lazily loaded files import it. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/** A backend with the same bits at each run. */
export function tfjsBackendOn(gpu: GPUDevice): WebGPUBackend {
	// A small operation on the processor would round differently.
	tf.env().set('WEBGPU_CPU_FORWARD', false);
	// MatMulPackedProgram: others add with atomics, so their bits change from run to run.
	tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
	return new WebGPUBackend(gpu, gpu.adapterInfo);
}
