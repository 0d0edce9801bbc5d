/** Opens the lab's device on an adapter. */
import { type DeviceReport } from '../report.ts';
import { requestDevice, usefulFeatures, usefulLimits, type AdapterOptions } from './adapter.ts';
import type { FailAllocation } from './buffers.ts';
import { defaultTuning, type Tuning } from './tuning.ts';
import { gpuWait } from './wait.ts';
import { WebGpuDevice } from './webgpuDevice.ts';

export interface WebGpuOptions extends AdapterOptions {
	/** The device was lost, and not by `dispose`: what was computing on it cannot go on. */
	readonly onLost?: ((reason: string) => void) | undefined;
	/** Tiles as measured before on this adapter. */
	readonly tuning?: Tuning | undefined;
	/** Of one submission; by default what a slow GPU does within a second. */
	readonly flopsPerSubmission?: number | undefined;
	/** For tests. */
	readonly failAllocation?: FailAllocation | undefined;
}

/** Throws DeviceError. */
export async function openWebGpu(
	first: GPUAdapter,
	options: WebGpuOptions = {},
): Promise<WebGpuDevice> {
	const { adapter, device } = await requestDevice(first, options);
	const { tuning = defaultTuning, onLost, flopsPerSubmission, failAllocation } = options;
	return new WebGpuDevice({
		device,
		adapterInfo: adapter.info,
		report: reportOf(adapter, device),
		tuning,
		onLost,
		flopsPerSubmission,
		failAllocation,
		wait: await gpuWait(device),
	});
}

/** What the device has, of what the adapter offers. */
function reportOf({ info }: GPUAdapter, device: GPUDevice): DeviceReport {
	const { vendor, architecture, description, isFallbackAdapter } = info;
	const hasSubgroups = device.features.has('subgroups');
	return {
		backend: 'webgpu',
		kind: isFallbackAdapter ? 'software' : 'hardware',
		name: description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU',
		crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
		limits: {
			...Object.fromEntries(usefulLimits.map((limit) => [limit, device.limits[limit]])),
			...(hasSubgroups && {
				subgroupMinSize: info.subgroupMinSize,
				subgroupMaxSize: info.subgroupMaxSize,
			}),
		},
		features: usefulFeatures.filter((feature) => device.features.has(feature)),
	};
}
