/** Opens the lab's WebGPU device on an adapter. */
import type { DeviceReport, TilesReport } from '../report.ts';
import { requestDevice, usefulFeatures, usefulLimits, type AdapterOptions } from './adapter.ts';
import type { FailAllocation } from './buffers.ts';
import { canShareRows } from './sharedRows.ts';
import { isSoftware } from './matmul/tile.ts';
import { defaultTuning, type Tuning } from './matmul/tuning.ts';
import { chooseTuning, type ChosenTuning, type TuningCache } from './tunings.ts';
import { chooseWait } from './wait.ts';
import { WebGpuDevice } from './webgpuDevice.ts';

export interface WebGpuOptions extends AdapterOptions {
	/** Called when the device is lost, except by `dispose`. */
	readonly onLost?: ((reason: string) => void) | undefined;
	/** Fixes the tiles. */
	readonly tuning?: Tuning | undefined;
	/**
	 * Store of measured tiles. If it has none for this hardware, opening measures them for at most a
	 * second. Without a store the default tiles are used.
	 */
	readonly tunings?: TuningCache | undefined;
	/** Called with the name of a slow task when it starts. */
	readonly onMeasuring?: (() => void) | undefined;
	/** Limit of one submission. The default takes a slow GPU a second. */
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
	const { tuning, tiles } = await selectTuning(device, adapter.info, options);
	return new WebGpuDevice({
		device,
		gpu,
		adapterInfo: adapter.info,
		report: createReport(adapter, device, tiles),
		// Rows are shared on hardware only: on a software adapter it is slower.
		tuning: { sharesRows: !isSoftware(device) && (await canShareRows(device)), ...tuning },
		onLost,
		flopsPerSubmission,
		failAllocation,
		wait: await chooseWait(device),
	});
}

async function selectTuning(
	device: GPUDevice,
	info: GPUAdapterInfo,
	{ tuning, tunings, onMeasuring }: WebGpuOptions,
): Promise<ChosenTuning> {
	if (tuning) return { tuning, tiles: { from: 'caller' } };
	if (tunings) return chooseTuning(device, info, { cache: tunings, onMeasuring });
	return { tuning: defaultTuning(device), tiles: { from: 'default' } };
}

/** Reports the features and limits of the device, not all that the adapter offers. */
function createReport({ info }: GPUAdapter, device: GPUDevice, tiles: TilesReport): DeviceReport {
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
