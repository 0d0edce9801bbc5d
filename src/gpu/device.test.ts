import { describe, expect, it } from 'vitest';
import { DeviceError, NoAdapterError } from '#core/errors.ts';
import { openDevice } from './device.ts';
import { reportLines } from './report.ts';

/** (module (func (export "heapBase") (result i32) i32.const 1024)): kernels enough to open the software path. */
const emptyKernels = Uint8Array.of(
	...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
	...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
	...[0x03, 0x02, 0x01, 0x00],
	...[0x07, 0x0c, 0x01, 0x08, 0x68, 0x65, 0x61, 0x70, 0x42, 0x61, 0x73, 0x65, 0x00, 0x00],
	...[0x0a, 0x07, 0x01, 0x05, 0x00, 0x41, 0x80, 0x08, 0x0b],
);
const wasm = { load: () => Promise.resolve(emptyKernels), threads: 1 };
const noWasm = { load: () => Promise.reject(new Error('blocked')), threads: 1 };

/** An adapter that gives no device. */
const gpuOf = (isFallbackAdapter: boolean) =>
	({
		requestAdapter: () =>
			Promise.resolve({
				info: { isFallbackAdapter },
				features: new Set(),
				limits: {},
				requestDevice: () => Promise.reject(new Error('no room')),
			}),
	}) as unknown as GPU;

describe('the ladder', () => {
	it('ends in software where there is no WebGPU, and says why', async () => {
		const { report } = await openDevice({ wasm });
		expect(report).toMatchObject({ backend: 'wasm', kind: 'software' });
		expect(reportLines(report)).toEqual([
			'computes on: processor (WebAssembly, 1 thread)',
			'why not the GPU: This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari.',
			'threads: 1',
			'fused multiply-add (relaxed SIMD): yes',
			'page isolated, so that threads are allowed: no',
		]);
	});

	it('ends in software where the GPU gives no device', async () => {
		const { report } = await openDevice({ wasm, gpu: gpuOf(false) });
		expect(report.backend).toBe('wasm');
		expect(report.reason).toMatch(/gave no device: no room/);
	});

	it('prefers WebAssembly to an emulated GPU, and falls back on it', async () => {
		const { report } = await openDevice({ wasm, gpu: gpuOf(true) });
		expect(report.backend).toBe('wasm');
		expect(report.reason).toMatch(/emulated/);
		// The emulated GPU is asked, then.
		await expect(openDevice({ wasm: noWasm, gpu: gpuOf(true) })).rejects.toThrow(/no room/);
	});

	it('is not walked where one was asked for', async () => {
		await expect(openDevice({ wasm, prefer: 'webgpu' })).rejects.toThrow(NoAdapterError);
		await expect(openDevice({ wasm: noWasm, prefer: 'wasm' })).rejects.toThrow(DeviceError);
		expect((await openDevice({ wasm, prefer: 'wasm', gpu: gpuOf(false) })).report.reason).toBe(
			'asked for',
		);
	});

	it('names what is missing where nothing works', async () => {
		await expect(openDevice()).rejects.toThrow(NoAdapterError);
		await expect(openDevice({ wasm: noWasm })).rejects.toThrow(/WebAssembly did not start/);
	});
});
