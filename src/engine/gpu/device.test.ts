import { describe, expect, it } from 'vitest';
import { DeviceError, NoAdapterError } from '#engine/core/errors.ts';
import { englishText, sentence } from '#engine/core/message.ts';
import { openDevice } from './device.ts';
import { reportLines } from './report.test-support.ts';

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
			'why not the GPU: This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari.',
			'threads: 1',
			'SIMD: yes',
			'fused multiply-add (relaxed SIMD): yes',
			'cross-origin isolated page (allows threads): no',
		]);
	});

	it('uses wasm if the GPU gives no device', async () => {
		const { report } = await openDevice({ wasm, gpu: fakeGpu(false) });
		expect(report.backend).toBe('wasm');
		expect(englishText(report.reason!)).toMatch(/gave no device: no room/);
	});

	it('prefers wasm to an emulated GPU', async () => {
		const { report } = await openDevice({ wasm, gpu: fakeGpu(true) });
		expect(report.backend).toBe('wasm');
		expect(englishText(report.reason!)).toMatch(/emulated/);
	});

	it('uses JavaScript if neither the GPU nor wasm opens, and reports both reasons', async () => {
		for (const gpu of [undefined, fakeGpu(false), fakeGpu(true)]) {
			const { report } = await openDevice({ wasm: noWasm, ...(gpu && { gpu }) });
			expect(report).toMatchObject({ backend: 'javascript', kind: 'software', features: [] });
			const lines = reportLines(report).join('\n');
			expect(lines).toMatch(/^why not the GPU: .+/m);
			expect(lines).toMatch(/^why not WebAssembly: WebAssembly did not start here .*blocked/m);
			expect(lines).toMatch(/^SIMD: no$/m);
		}
	});

	it('opens only the preferred backend', async () => {
		await expect(openDevice({ wasm, prefer: 'webgpu' })).rejects.toThrow(NoAdapterError);
		await expect(openDevice({ wasm: noWasm, prefer: 'wasm' })).rejects.toThrow(DeviceError);
		expect((await openDevice({ wasm, prefer: 'wasm', gpu: fakeGpu(false) })).report.reason).toEqual(
			sentence('engine.gpu.askedFor'),
		);
	});

	it('opens the reference engine on the processor without a hardware GPU', async () => {
		for (const [gpu, reason] of [
			[undefined, /no WebGPU/],
			[fakeGpu(true), /emulated/],
			[fakeGpu(false), /gave no device/],
		] as const) {
			const device = await openDevice({ wasm: noWasm, prefer: 'tfjs', ...(gpu && { gpu }) });
			const lines = reportLines(device.report);
			expect(lines[0]).toBe('computes on: reference engine: tfjs on the processor');
			expect(lines[1]).toMatch(reason);
			device.dispose();
		}
	});

	it('throws the reason if no backend works', async () => {
		await expect(openDevice()).rejects.toThrow(NoAdapterError);
		await expect(openDevice({ wasm: noWasm, prefer: 'wasm' })).rejects.toThrow(
			/WebAssembly did not start/,
		);
	});
});
