/** Requests the adapter, and a device with all features and limits that the lab uses. */
import { DeviceError, toMessage, NoAdapterError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import { secureOnly } from '#engine/core/secureContext.ts';
import { answered } from './answer.ts';

export interface AdapterOptions {
	/** Replaces the browser's GPU object, for Node and for tests. */
	readonly gpu?: GPU | undefined;
	/** default: only WebGPU's guaranteed limits. For tests. */
	readonly limits?: 'default' | undefined;
	/** Features not to request. For tests. */
	readonly without?: readonly string[] | undefined;
}

export const usefulFeatures = [
	'timestamp-query',
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

/** Throws NoAdapterError with the reason. */
export async function requestAdapter({ gpu }: AdapterOptions = {}): Promise<GPUAdapter> {
	const offered = gpu ?? secureOnly.gpu;
	if (!offered) throw new NoAdapterError(noWebGpu(globalThis.isSecureContext));
	const adapter = await answered(offered.requestAdapter({ powerPreference: 'high-performance' }))
		// Firefox rejects for a GPU on its blocklist (bugzilla 2008734).
		.catch(() => null);
	if (adapter) return adapter;
	throw new NoAdapterError(
		say(
			'The browser offers no GPU. Turn on hardware acceleration in its settings, or update the graphics driver.',
		),
	);
}

/** `isSecure`: undefined in Node. */
const noWebGpu = (isSecure: boolean | undefined): Message => {
	if (isSecure === undefined)
		return say(
			'Node has no WebGPU. Give `openDevice` the kernels as `wasm`, or a `gpu` of the package webgpu.',
		);
	return isSecure
		? say('This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari.')
		: say(
				'WebGPU needs https or localhost, but this page came over plain http. Open it over https.',
			);
};

/** Tries two adapters. Throws DeviceError if neither gives a device that stays available. */
export async function requestDevice(
	first: GPUAdapter,
	options: AdapterOptions = {},
): Promise<{ adapter: GPUAdapter; device: GPUDevice }> {
	let reason: string | Message = '';
	// An adapter gives only one device, so a second attempt needs a new adapter.
	for (const isRetry of [false, true]) {
		const adapter = isRetry ? await requestAdapter(options) : first;
		try {
			const device = await answered(adapter.requestDevice(descriptor(adapter, options)));
			const loss = await findEarlyLoss(device);
			if (!loss) return { adapter, device };
			reason = loss.message || say('it was lost immediately');
		} catch (error) {
			reason = toMessage(error);
		}
	}
	throw new DeviceError(
		say(
			'The GPU gave no device: {reason}. Reload the page, or close other pages that use the GPU.',
			{ reason },
		),
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

/** A device may already be lost when it arrives. `lost` resolves one task later. */
async function findEarlyLoss(device: GPUDevice): Promise<GPUDeviceLostInfo | undefined> {
	let loss: GPUDeviceLostInfo | undefined;
	void device.lost.then((info) => (loss = info));
	await nextTask();
	return loss;
}
