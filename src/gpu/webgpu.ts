/** tfjs's WebGPU backend on a device of our own, with the features and limits that the adapter offers. */
import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { DeviceError } from '#core/errors.ts';
import type { DeviceReport } from './report.ts';

/** An adapter, or the reason in words why there is none. */
export async function requestAdapter(): Promise<{ adapter: GPUAdapter | null; reason?: string }> {
	const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
	if (!gpu)
		return {
			adapter: null,
			reason:
				globalThis.isSecureContext === false
					? 'WebGPU needs https or localhost'
					: 'this browser has no WebGPU',
		};
	const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
	return adapter ? { adapter } : { adapter: null, reason: 'the browser offers no GPU' };
}

const name = 'skillet-webgpu';
/** tfjs reads `timestamp-query` where it is there; the others let its shaders and ours use what the GPU has. */
const wantedFeatures = [
	'timestamp-query',
	'shader-f16',
	'subgroups',
] as const satisfies readonly GPUFeatureName[];
const wantedLimits = [
	'maxBufferSize',
	'maxStorageBufferBindingSize',
	'maxStorageBuffersPerShaderStage',
	'maxComputeWorkgroupStorageSize',
	'maxComputeInvocationsPerWorkgroup',
	'maxComputeWorkgroupSizeX',
	'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Throws DeviceError when the adapter gives no device. */
export async function openWebGpu(
	adapter: GPUAdapter,
	onLost: (reason: string) => void,
): Promise<DeviceReport> {
	const limits = Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]]));
	const features = wantedFeatures.filter((feature) => adapter.features.has(feature));
	const device = await adapter
		.requestDevice({ requiredFeatures: features, requiredLimits: limits })
		.catch((error: unknown) => {
			throw new DeviceError(
				`The GPU gave no device: ${String(error)}. Reload the page, or close other pages that use the GPU.`,
			);
		});
	let lost = false;
	void device.lost.then(({ message, reason }) => {
		lost = true;
		if (reason !== 'destroyed') onLost(message || 'the browser took the GPU away');
	});
	// A device may be lost already when it arrives.
	await Promise.resolve();
	if (lost) throw new DeviceError('The GPU was lost as soon as it was opened. Reload the page.');
	tf.env().set('WEBGPU_CPU_FORWARD', false);
	if (tf.engine().findBackend(name)) tf.removeBackend(name);
	tf.registerBackend(name, () => new WebGPUBackend(device, adapter.info));
	tf.copyRegisteredKernels('webgpu', name);
	await tf.setBackend(name);
	const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
	return {
		backend: 'webgpu',
		kind: isFallbackAdapter ? 'software' : 'hardware',
		name: description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU',
		crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
		limits,
		features,
	};
}
