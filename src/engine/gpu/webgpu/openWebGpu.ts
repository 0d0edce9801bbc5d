/** Opens the lab's WebGPU device on an adapter. */
import { nextTask } from '#engine/core/nextTask.ts';
import type { DeviceReport, TilesReport } from '../report.ts';
import { answered } from './answer.ts';
import { requestDevice, usefulFeatures, usefulLimits, type AdapterOptions } from './adapter.ts';
import { canShareRows } from './sharedRows.ts';
import { isSoftware } from './matmul/tile.ts';
import { defaultTuning, safeTuning, type Tuning } from './matmul/tuning.ts';
import { chooseTuning, tuningKey, type ChosenTuning, type TuningCache } from './tunings.ts';
import { WebGpuDevice, type WebGpuDeviceOptions } from './WebGpuDevice.ts';

export interface WebGpuOptions
	extends
		AdapterOptions,
		Pick<WebGpuDeviceOptions, 'onLost' | 'flopsPerSubmission' | 'largestPart' | 'failAllocation'> {
	/** Uses these tiles instead of measured ones. */
	readonly tuning?: Tuning | undefined;
	/** Stored tiles. Without any for this hardware, opening measures for up to a second. */
	readonly tunings?: TuningCache | undefined;
	/** Called with the name of a slow task when it starts. */
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
		const { tuning, tiles } = await selectTuning(device, adapter.info, options);
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
	{ shaders, tuning, tunings, onMeasuring }: WebGpuOptions,
): Promise<ChosenTuning> {
	if (tuning) return { tuning, tiles: { from: 'caller' } };
	if (shaders === 'safe') return { tuning: safeTuning, tiles: { from: 'safe' } };
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

/** Waits for work of the GPU. */
type Wait = <T>(promise: Promise<T>) => Promise<T>;
type Queue = Pick<GPUQueue, 'submit'>;

/**
 * Some browsers (Firefox) check for finished work only every 100 ms and at each submission. This
 * wait repeats empty submissions, which shortens 100 ms to one or two. It uses tasks, because
 * timers stop in background tabs.
 */
export function nudgingWait(queue: Queue): Wait {
	let waiting = 0;
	let isNudging = false;
	const nudge = async (): Promise<void> => {
		isNudging = true;
		while (waiting > 0) {
			queue.submit([]);
			await nextTask();
		}
		isNudging = false;
	};
	return async (promise) => {
		waiting++;
		if (!isNudging) void nudge();
		try {
			return await promise;
		} finally {
			waiting--;
		}
	};
}

/** A wait for almost no work that takes longer may mean that the browser polls rarely. */
const slowMilliseconds = 20;

/**
 * Chooses the fast wait for this browser by a trial. Nudging costs processor time, so it is used
 * only if it helps: a busy machine is also slow to answer, but nudging does not speed it up. Throws
 * DeviceError if the GPU does not answer.
 */
export async function chooseWait(device: GPUDevice): Promise<Wait> {
	const { queue } = device;
	const plain: Wait = (promise) => promise;
	const nudging = nudgingWait(queue);
	const time = async (wait: Wait): Promise<number> => {
		const start = performance.now();
		queue.submit([device.createCommandEncoder().finish()]);
		await answered(wait(queue.onSubmittedWorkDone().catch(() => undefined)));
		return performance.now() - start;
	};
	for (let attempt = 0; attempt < 2; attempt++) {
		// The first wait ends at a poll of the browser, so the second spans a whole polling period.
		await time(plain);
		const period = await time(plain);
		if (period < slowMilliseconds || (await time(nudging)) > period / 3) return plain;
	}
	return nudging;
}
