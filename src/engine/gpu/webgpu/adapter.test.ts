import { describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { NoAdapterError } from '#engine/core/errors.ts';
import { requestAdapter, requestDevice } from './adapter.ts';

const limits = {
	maxBufferSize: 2 ** 30,
	maxStorageBufferBindingSize: 2 ** 29,
	maxStorageBuffersPerShaderStage: 10,
	maxComputeWorkgroupStorageSize: 2 ** 15,
	maxComputeInvocationsPerWorkgroup: 512,
	maxComputeWorkgroupSizeX: 512,
	maxComputeWorkgroupSizeY: 512,
	maxComputeWorkgroupSizeZ: 64,
	maxComputeWorkgroupsPerDimension: 65_535,
};

type Outcome = 'lost' | 'refused' | 'lasts';

/** A GPU with one adapter for each outcome of its device. */
function fakeGpu(outcomes: Outcome[]) {
	const descriptors: GPUDeviceDescriptor[] = [];
	let adapters = 0;
	const deviceRequest = (outcome: Outcome | undefined) => (descriptor: GPUDeviceDescriptor) => {
		descriptors.push(descriptor);
		if (outcome === 'refused') return Promise.reject(new Error('no room'));
		const lost =
			outcome === 'lost'
				? Promise.resolve({ reason: 'unknown', message: 'gone already' })
				: new Promise(() => undefined);
		return Promise.resolve({ lost, outcome });
	};
	const gpu = {
		requestAdapter: () => {
			const requestDevice = deviceRequest(outcomes[adapters++]);
			const features = new Set(['timestamp-query', 'subgroups', 'depth-clip-control']);
			return Promise.resolve({ features, limits, requestDevice });
		},
	} as unknown as GPU;
	return { gpu, descriptors, adapters: () => adapters };
}

const open = async (gpu: GPU, options = {}) =>
	requestDevice(await requestAdapter({ gpu }), { gpu, ...options });

describe('requestDevice', () => {
	it('requests the useful features and limits', async () => {
		const { gpu, descriptors } = fakeGpu(['lasts']);
		await open(gpu);
		expect(descriptors[0].requiredFeatures).toEqual(['timestamp-query', 'subgroups']);
		expect(descriptors[0].requiredLimits).toEqual(limits);
	});

	it.each<Outcome>(['lost', 'refused'])(
		'tries a second adapter if the first device is %s',
		async (first) => {
			const { gpu, adapters } = fakeGpu([first, 'lasts']);
			expect((await open(gpu)).device).toMatchObject({ outcome: 'lasts' });
			expect(adapters()).toBe(2);
		},
	);
});

describe('requestAdapter', () => {
	it('throws if there is no WebGPU', async () => {
		await expect(requestAdapter()).rejects.toThrow(NoAdapterError);
		for (const [isSecure, id] of [
			[
				undefined,
				'Node has no WebGPU. Give `openDevice` the kernels as `wasm`, or a `gpu` of the package webgpu.',
			],
			[true, 'This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari.'],
			[
				false,
				'WebGPU needs https or localhost, but this page came over plain http. Open it over https.',
			],
		] as const) {
			vi.stubGlobal('isSecureContext', isSecure);
			await expect(requestAdapter()).rejects.toThrow(failure(id));
		}
		vi.unstubAllGlobals();
	});

	it('throws if WebGPU offers no adapter', async () => {
		const gpu = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;
		await expect(requestAdapter({ gpu })).rejects.toThrow(
			failure(
				'The browser offers no GPU. Turn on hardware acceleration in its settings, or update the graphics driver.',
			),
		);
	});
});
