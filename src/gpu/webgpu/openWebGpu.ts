/** Opens the lab's device on an adapter. */
import type { DeviceReport, TilesReport } from '../report.ts';
import type { TuningCache } from '../tuningCache.ts';
import { requestDevice, usefulFeatures, usefulLimits, type AdapterOptions } from './adapter.ts';
import type { FailAllocation } from './buffers.ts';
import { canShareRows } from './sharedRows.ts';
import { defaultTuning, isSoftware, type Tuning } from './tuning.ts';
import { tuningFor, type Tuned } from './tunings.ts';
import { gpuWait } from './wait.ts';
import { WebGpuDevice } from './webgpuDevice.ts';

export interface WebGpuOptions extends AdapterOptions {
	/** The device was lost, and not by `dispose`: what was computing on it cannot go on. */
	readonly onLost?: ((reason: string) => void) | undefined;
	/** These tiles and no others. */
	readonly tuning?: Tuning | undefined;
	/** Else tiles are measured on hardware, a second at most, where the store has none for it; without a store those known to run. */
	readonly tunings?: TuningCache | undefined;
	/** Opening takes longer than usual, with this. */
	readonly onProgress?: ((doing: string) => void) | undefined;
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
	const { gpu, onLost, flopsPerSubmission, failAllocation } = options;
	const { tuning, tiles } = await tuned(device, adapter.info, options);
	return new WebGpuDevice({
		device,
		gpu,
		adapterInfo: adapter.info,
		report: reportOf(adapter, device, tiles),
		// Of hardware only: on a software adapter it is slower.
		tuning: { sharesRows: !isSoftware(device) && (await canShareRows(device)), ...tuning },
		onLost,
		flopsPerSubmission,
		failAllocation,
		wait: await gpuWait(device),
	});
}

async function tuned(
	device: GPUDevice,
	info: GPUAdapterInfo,
	{ tuning, tunings, onProgress }: WebGpuOptions,
): Promise<Tuned> {
	if (tuning) return { tuning, tiles: { from: 'caller' } };
	if (tunings) return tuningFor(device, info, { cache: tunings, onProgress });
	return { tuning: defaultTuning(device), tiles: { from: 'default' } };
}

/** What the device has, of what the adapter offers. */
function reportOf({ info }: GPUAdapter, device: GPUDevice, tiles: TilesReport): DeviceReport {
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
		tiles,
	};
}
