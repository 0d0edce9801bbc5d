/** Opens the lab's WebGPU device on an adapter. */
import type { DeviceReport, TilesReport } from '../report.ts';
import { requestDevice, usefulFeatures, usefulLimits, type AdapterOptions } from './adapter.ts';
import { canShareRows } from './sharedRows.ts';
import { isSoftware } from './matmul/tile.ts';
import { defaultTuning, safeTuning, type Tuning } from './matmul/tuning.ts';
import { chooseTuning, tuningKey, type ChosenTuning, type TuningCache } from './tunings.ts';
import { chooseWait, type Wait } from './wait.ts';
import { WebGpuDevice, type WebGpuDeviceOptions } from './WebGpuDevice.ts';

export interface WebGpuOptions
	extends
		AdapterOptions,
		Pick<WebGpuDeviceOptions, 'onLost' | 'flopsPerSubmission' | 'largestPart' | 'failAllocation'> {
	/** Uses these tiles instead of measured ones. */
	readonly tuning?: Tuning | undefined;
	/** Stored tiles. Without any for this hardware, opening measures for up to a second. */
	readonly tunings?: TuningCache | undefined;
	/** Called before a measurement, which takes seconds. */
	readonly onMeasuring?: (() => void) | undefined;
	/** safe: no optional features, and matrix products without workgroup memory. */
	readonly shaders?: 'safe' | undefined;
}

/** Throws DeviceError, also if the GPU does not answer. */
export async function openWebGpu(
	first: GPUAdapter,
	options: WebGpuOptions = {},
): Promise<WebGpuDevice> {
	const { shaders, without = shaders === 'safe' ? usefulFeatures : [] } = options;
	const { adapter, device } = await requestDevice(first, { ...options, without });
	try {
		const wait = await chooseWait(device);
		const { tuning, tiles } = await selectTuning(device, adapter.info, wait, options);
		return new WebGpuDevice({
			...options,
			device,
			report: createReport(adapter, device, tiles),
			tuning: {
				...(isSoftware(device)
					? { joinsRows: true }
					: { sharesRows: await canShareRows(device), splitsSums: shaders !== 'safe' }),
				...tuning,
			},
			wait,
		});
	} catch (error) {
		device.destroy();
		throw error;
	}
}

async function selectTuning(
	device: GPUDevice,
	info: GPUAdapterInfo,
	wait: Wait,
	{ shaders, tuning, tunings, onMeasuring }: WebGpuOptions,
): Promise<ChosenTuning> {
	if (tuning) return { tuning, tiles: { from: 'caller' } };
	if (shaders === 'safe') return { tuning: safeTuning, tiles: { from: 'safe' } };
	if (tunings) return chooseTuning(device, info, { cache: tunings, onMeasuring, wait });
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
		adapter: tuningKey(device, info),
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
