/** The devices of Node: WebAssembly, whose kernels are built if needed, and the GPU (Dawn). */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { toMessage } from '#engine/core/errors.ts';
import { englishText } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { wasmFiles } from '#engine/gpu/wasmFiles.ts';
import { tuningsInMemory } from './tuningsInMemory.ts';
import { SetupError } from './faults.ts';
import { startNodeThreads } from './nodeThreads.ts';
import { buildWasmIfStale } from './wasm.ts';

/** One thread by default, because tests run in parallel. */
export async function openNodeDevice(threads = 1): Promise<ComputeDevice> {
	// Browsers have relaxed SIMD (fused multiply-add) by default; Node 20 needs a flag.
	setFlagsFromString('--experimental-wasm-relaxed-simd');
	await buildWasmIfStale();
	const device = await openDevice({
		prefer: 'wasm',
		wasm: { load: (build) => readFile(wasmFiles[build]), threads, startThreads: startNodeThreads },
	});
	const { oneThread } = device.report;
	if (oneThread) console.error(`One thread instead of ${threads}: ${englishText(oneThread)}`);
	return device;
}

/** The package webgpu (Dawn), which comes with workshop/ and not with the product. */
interface WebGpuPackage {
	readonly create: (options: string[]) => GPU;
	readonly globals: object;
}
const webGpu = 'webgpu';
const importWebGpu = () => import(webGpu) as Promise<WebGpuPackage>;

/** The GPU through the package webgpu. Throws SetupError that names what is missing. */
export async function openNodeGpu(load = importWebGpu): Promise<ComputeDevice> {
	try {
		const { create, globals } = await load();
		Object.assign(globalThis, globals);
		return await openDevice({ prefer: 'webgpu', gpu: create([]), tunings: tuningsInMemory() });
	} catch (error) {
		throw new SetupError(
			`--gpu: Node reaches no GPU (${toMessage(error)}). It needs the package webgpu ` +
				'(npm install --no-save webgpu@0.6.2), libvulkan1 and the driver of the GPU. ' +
				'VK_ICD_FILENAMES names a driver, such as vk_swiftshader_icd.json of Chromium, which ' +
				'emulates a GPU.',
		);
	}
}
