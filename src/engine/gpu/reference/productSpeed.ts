/** tfjs's speed at the product of two matrices of 1024 × 1024, as an anchor for the lab's own. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { ProductSpeed } from '../webgpu/matmul/measure.ts';
import type { WebGpuDevice } from '../webgpu/WebGpuDevice.ts';

const size = 1024;
export const anchor = `NN ${size}×${size}×${size}`;
/** Milliseconds of what is timed. */
const enoughTime = 20;
const maxCount = 512;
const backendName = 'skillet-anchor';

/** tfjs as it comes, on the lab's GPU. */
export async function tfjsSpeed({ gpu }: WebGpuDevice): Promise<ProductSpeed> {
	const backend = new WebGPUBackend(gpu, gpu.adapterInfo);
	tf.registerBackend(backendName, () => backend);
	tf.copyRegisteredKernels('webgpu', backendName);
	const before = tf.engine().backendName;
	await tf.setBackend(backendName);
	const [a, b] = [1, 2].map((seed) => tf.randomUniform([size, size], -1, 1, 'float32', seed));
	try {
		const time = async (count: number) => {
			const start = performance.now();
			for (let i = 1; i < count; i++) tf.matMul(a, b).dispose();
			// tfjs sends its commands when a number is read.
			const last = tf.tidy(() => tf.slice(tf.matMul(a, b), 0, 1));
			await last.data();
			last.dispose();
			return performance.now() - start;
		};
		// The first one compiles.
		await time(1);
		let [count, took] = [1, await time(1)];
		while (took < enoughTime && count < maxCount) took = await time((count *= 4));
		const gflops = (2e-6 * size ** 3 * count) / took;
		return {
			product: anchor,
			tile: `tfjs ${tf.version_core}`,
			gflops: Number(gflops.toPrecision(3)),
			compiled: null,
		};
	} finally {
		tf.dispose([a, b]);
		if (before) await tf.setBackend(before);
		tf.removeBackend(backendName);
	}
}
