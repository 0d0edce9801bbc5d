/** Provides navigator.gpu and the WebGPU classes in Node. */
import { availableParallelism } from 'node:os';
import { create, globals } from 'webgpu';

/** Description of the device, as plain data for the report. */
export interface NodeReport {
	readonly name: string;
	readonly software: boolean;
	readonly features: readonly string[];
	readonly node: string;
}

export async function provideWebGpu(): Promise<NodeReport> {
	const gpu = create([]);
	Object.assign(globalThis, globals);
	const navigator = { gpu, userAgent: 'node', hardwareConcurrency: availableParallelism() };
	Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
	// tfjs tries WebGPU only if there is a window.
	Object.defineProperty(globalThis, 'window', { value: globalThis, configurable: true });
	const adapter = await gpu.requestAdapter();
	const info = adapter?.info;
	return {
		name: info
			? [info.vendor, info.architecture, info.description].filter(Boolean).join(' ')
			: 'no WebGPU',
		software: info?.isFallbackAdapter ?? true,
		features: [...(adapter?.features ?? [])].sort(),
		node: process.version,
	};
}
