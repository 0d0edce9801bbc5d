/** tfjs's speed at one matrix product, beside which the speeds of the lab's tiles stand. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { anchor, shapeName, type ProductSpeed } from '../webgpu/matmul/measure.ts';
import type { WebGpuDevice } from '../webgpu/WebGpuDevice.ts';
import { register } from './openReference.ts';

/** Milliseconds of what is timed. */
const enoughTime = 20;
const maxCount = 512;

/** tfjs as it comes, on the lab's GPU. */
export async function tfjsSpeed({ gpu }: WebGpuDevice): Promise<ProductSpeed> {
	const backend = register('webgpu', new WebGPUBackend(gpu, gpu.adapterInfo));
	const before = tf.engine().backendName;
	await tf.setBackend(backend);
	const { m, n, k } = anchor;
	const [a, b] = [
		[m, k],
		[k, n],
	].map((shape, seed) => tf.randomUniform(shape, -1, 1, 'float32', seed + 1));
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
		const gflops = (2e-6 * m * n * k * count) / took;
		return {
			product: shapeName(anchor),
			tile: `tfjs ${tf.version_core}`,
			gflops: Number(gflops.toPrecision(3)),
			compiled: null,
		};
	} finally {
		tf.dispose([a, b]);
		if (before) await tf.setBackend(before);
		tf.removeBackend(backend);
	}
}
