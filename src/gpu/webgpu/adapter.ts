/** The GPU as the browser offers it: the adapter, and a device of our own with all that is of use. */
import { DeviceError, NoAdapterError } from '#core/errors.ts';
import { nextTask } from '#core/nextTask.ts';

export interface AdapterOptions {
	/** Instead of the browser's: for Node, and for tests. */
	readonly gpu?: GPU | undefined;
	/** default: no more than every device has. For tests. */
	readonly limits?: 'default' | undefined;
	/** Features to do without. For tests. */
	readonly without?: readonly string[] | undefined;
}

export const usefulFeatures = [
	'timestamp-query',
	'shader-f16',
	'subgroups',
] as const satisfies readonly GPUFeatureName[];

export const usefulLimits = [
	'maxBufferSize',
	'maxStorageBufferBindingSize',
	'maxStorageBuffersPerShaderStage',
	'maxComputeWorkgroupStorageSize',
	'maxComputeInvocationsPerWorkgroup',
	'maxComputeWorkgroupSizeX',
	'maxComputeWorkgroupSizeY',
	'maxComputeWorkgroupSizeZ',
	'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Throws NoAdapterError, which says why there is none. */
export async function requestAdapter({ gpu }: AdapterOptions = {}): Promise<GPUAdapter> {
	const offered = gpu ?? (globalThis.navigator as Navigator | undefined)?.gpu;
	if (!offered)
		throw new NoAdapterError(
			globalThis.isSecureContext === false
				? 'WebGPU needs https or localhost, and this page came over plain http. Open it over https.'
				: 'This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari.',
		);
	const adapter = await offered.requestAdapter({ powerPreference: 'high-performance' });
	if (adapter) return adapter;
	throw new NoAdapterError(
		'The browser offers no GPU. Turn on hardware acceleration in its settings, or update the graphics driver.',
	);
}

/** Throws DeviceError when two adapters in a row give no device that lasts. */
export async function requestDevice(
	first: GPUAdapter,
	options: AdapterOptions = {},
): Promise<{ adapter: GPUAdapter; device: GPUDevice }> {
	let reason = '';
	// An adapter gives one device only: after a failure it is of no more use.
	for (const isAgain of [false, true]) {
		const adapter = isAgain ? await requestAdapter(options) : first;
		try {
			const device = await adapter.requestDevice(descriptor(adapter, options));
			const loss = await lossOnArrival(device);
			if (!loss) return { adapter, device };
			reason = loss.message || 'it was lost at once';
		} catch (error) {
			reason = error instanceof Error ? error.message : String(error);
		}
	}
	throw new DeviceError(
		`The GPU gave no device: ${reason}. Reload the page, or close other pages that use the GPU.`,
	);
}

function descriptor(
	adapter: GPUAdapter,
	{ limits, without = [] }: AdapterOptions,
): GPUDeviceDescriptor {
	const features = usefulFeatures.filter(
		(feature) => adapter.features.has(feature) && !without.includes(feature),
	);
	return {
		label: 'skillet',
		requiredFeatures: features,
		requiredLimits:
			limits === 'default'
				? {}
				: Object.fromEntries(usefulLimits.map((limit) => [limit, adapter.limits[limit]])),
	};
}

/** A device may be lost already when it arrives: one task later that is known. */
async function lossOnArrival(device: GPUDevice): Promise<GPUDeviceLostInfo | undefined> {
	let loss: GPUDeviceLostInfo | undefined;
	void device.lost.then((info) => (loss = info));
	await nextTask();
	return loss;
}
