import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { englishText, say } from '#engine/core/message.ts';
import { openDevice, type DeviceOptions } from './device.ts';
import { reportLines } from './report.ts';

/** (module (func (export "heapBase") (result i32) i32.const 1024)): enough to open wasm. */
const emptyKernels = Uint8Array.of(
	...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
	...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
	...[0x03, 0x02, 0x01, 0x00],
	...[0x07, 0x0c, 0x01, 0x08, 0x68, 0x65, 0x61, 0x70, 0x42, 0x61, 0x73, 0x65, 0x00, 0x00],
	...[0x0a, 0x07, 0x01, 0x05, 0x00, 0x41, 0x80, 0x08, 0x0b],
);
const wasm = { load: () => Promise.resolve(emptyKernels), threads: 1 };
const noWasm = { load: () => Promise.reject(new Error('blocked')), threads: 1 };

/** A GPU whose adapter gives no device. */
const fakeGpu = (isFallbackAdapter: boolean) =>
	({
		requestAdapter: () =>
			Promise.resolve({
				info: { isFallbackAdapter },
				features: new Set(),
				limits: {},
				requestDevice: () => Promise.reject(new Error('no room')),
			}),
	}) as unknown as GPU;

describe('openDevice', () => {
	it('uses wasm if there is no WebGPU, and reports the reason', async () => {
		const { report } = await openDevice({ wasm });
		expect(report).toMatchObject({ backend: 'wasm', kind: 'software' });
		expect(reportLines(report)).toEqual([
			'computes on: processor (WebAssembly, 1 thread)',
			expect.stringMatching(/^why not the GPU: Node has no WebGPU\./),
			'threads: 1',
			'SIMD: yes',
			'fused multiply-add (relaxed SIMD): yes',
			'cross-origin isolated page (allows threads): no',
		]);
	});

	it('prefers wasm to an emulated GPU', async () => {
		const { report } = await openDevice({ wasm, gpu: fakeGpu(true) });
		expect(report.backend).toBe('wasm');
		expect(englishText(report.reason!)).toMatch(/emulated/);
	});

	it('uses JavaScript if a page opens no GPU and no wasm, and reports both reasons', async () => {
		vi.stubGlobal('isSecureContext', true);
		onTestFinished(() => void vi.unstubAllGlobals());
		for (const gpu of [undefined, fakeGpu(false), fakeGpu(true)]) {
			const { report } = await openDevice({ wasm: noWasm, ...(gpu && { gpu }) });
			expect(report).toMatchObject({ backend: 'javascript', kind: 'software', features: [] });
			const lines = reportLines(report).join('\n');
			expect(lines).toMatch(/^why not the GPU: .+/m);
			expect(lines).toMatch(/^why not WebAssembly: WebAssembly did not start here .*blocked/m);
			expect(lines).toMatch(/^SIMD: no$/m);
		}
	});
});

describe('a hardware GPU', () => {
	beforeEach(() => void vi.stubGlobal('GPUBufferUsage', {}));
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});
	const features = new Set(['subgroups', 'shader-f16', 'timestamp-query']);

	/** Gives devices whose queue answers. `wait`: its answer. `losses`: ends each device. */
	function hardware(wait: () => Promise<undefined> = () => Promise.resolve(undefined), parts = {}) {
		const requested: GPUDeviceDescriptor[] = [];
		const losses: ((info: object) => void)[] = [];
		const requestDevice = async (descriptor: GPUDeviceDescriptor) => {
			requested.push(descriptor);
			return {
				features: new Set(descriptor.requiredFeatures),
				limits: {},
				lost: new Promise((resolve) => losses.push(resolve)),
				addEventListener: () => undefined,
				destroy: () => undefined,
				pushErrorScope: () => undefined,
				popErrorScope: () => Promise.resolve(null),
				createCommandEncoder: () => ({ finish: () => ({}) }),
				queue: { submit: () => undefined, onSubmittedWorkDone: wait },
				...parts,
			};
		};
		const info = { vendor: 'acme', isFallbackAdapter: false };
		const requestAdapter = async () => ({ info, features, limits: {}, requestDevice });
		return { gpu: { requestAdapter } as unknown as GPU, requested, losses };
	}
	const refuses = say('as requested');

	it('that fails its test is tested again with safe shaders, and then used', async () => {
		const { gpu, requested } = hardware();
		const prove = vi
			.fn<NonNullable<DeviceOptions['prove']>>()
			.mockResolvedValueOnce(refuses)
			.mockResolvedValueOnce(undefined);
		const device = await openDevice({ wasm, gpu, prove });
		expect(requested.map(({ requiredFeatures }) => requiredFeatures)).toEqual([
			['timestamp-query', 'subgroups'],
			[],
		]);
		expect(device.report).toMatchObject({
			backend: 'webgpu',
			features: [],
			tiles: { from: 'safe' },
		});
		const lines = reportLines(device.report);
		expect(lines).toContain(
			'tiles of matrix products: safe shaders, because faster ones failed the self-test',
		);
	});

	const never = () => new Promise<never>(() => undefined);
	/** The device, with the clock ahead as far as opening waits. */
	async function openedLate(gpu: GPU) {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		let isOpened = false;
		const opened = openDevice({ wasm, gpu, prove: async () => undefined }).finally(
			() => (isOpened = true),
		);
		// WebAssembly compiles in real time, and each attempt begins to wait only after that.
		while (!isOpened) {
			await vi.advanceTimersByTimeAsync(1000);
			await new Promise((resolve) => setImmediate(resolve));
		}
		return opened;
	}

	it('that hangs while it is opened is not used, and the reason is named', async () => {
		const { gpu, requested } = hardware(never);
		const { report } = await openedLate(gpu);
		expect(report.backend).toBe('wasm');
		expect(englishText(report.reason!)).toBe(
			'The GPU did not answer within 10 seconds. Close other pages that use it, then reload this one.',
		);
		expect(requested).toHaveLength(2);
	});

	it('reports its loss when it is used, not while it is tested', async () => {
		const { gpu, losses } = hardware();
		const lost: string[] = [];
		let attempts = 0;
		const lose = async (message: string) => {
			losses[attempts - 1]({ message, reason: 'unknown' });
			await new Promise((resolve) => setImmediate(resolve));
		};
		const device = await openDevice({
			wasm,
			gpu,
			onLost: (reason) => lost.push(reason),
			async prove() {
				attempts++;
				if (attempts === 2) return undefined;
				await lose('the test crashed it');
				return refuses;
			},
		});
		expect(device.report.backend).toBe('webgpu');
		expect(lost).toEqual([]);
		// Chromium's messages end with a full stop, and so do the lab's sentences around them.
		await lose('later.');
		expect(lost).toEqual(['later']);
	});
});
