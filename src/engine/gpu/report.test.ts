import { asMessage, say } from '#engine/core/message.ts';
import { expect, it } from 'vitest';
import { reportLines, type DeviceReport, type TilesReport } from './report.ts';

const gpu: DeviceReport = {
	backend: 'webgpu',
	kind: 'hardware',
	name: 'acme metal-3',
	crossOriginIsolated: true,
	limits: {
		maxBufferSize: 4 * 2 ** 30,
		maxStorageBufferBindingSize: 2 ** 30,
		maxStorageBuffersPerShaderStage: 10,
		maxComputeInvocationsPerWorkgroup: 1024,
		maxComputeWorkgroupStorageSize: 32_768,
		subgroupMinSize: 32,
		subgroupMaxSize: 64,
	},
	features: ['timestamp-query', 'subgroups'],
	tiles: { from: 'measured' },
};
const processor: DeviceReport = {
	backend: 'wasm',
	kind: 'software',
	name: 'processor (WebAssembly, 1 thread)',
	reason: asMessage('The browser offers no GPU.'),
	crossOriginIsolated: false,
	limits: { threads: 1 },
	features: ['simd', 'relaxed-simd'],
};

it('lists the limits and features of a GPU', () => {
	expect(reportLines(gpu)).toEqual([
		'computes on: acme metal-3, through WebGPU',
		'subgroups: yes, of 32 to 64 invocations',
		'GPU times by kernel (timestamp-query): yes',
		'largest buffer: 4,096 MiB, at most 1,024 MiB per binding',
		'storage buffers per kernel: 10',
		'workgroup: 1024 invocations, 32 KiB',
		'tiles of matrix products: measured now',
	]);
	const limits = { ...gpu.limits, subgroupMinSize: 64 };
	expect(reportLines({ ...gpu, limits })).toContain('subgroups: yes, of 64 invocations');
	// Safari names no sizes.
	expect(reportLines({ ...gpu, limits: {} })).toContain('subgroups: yes');
	expect(reportLines({ ...gpu, kind: 'software' })[0]).toMatch(/emulated on the CPU$/);
});

it('lists the GPU’s facts for the reference engine on it', () => {
	const { tiles, ...facts } = gpu;
	const name = 'reference engine: tfjs on acme metal-3';
	const lines = reportLines({ ...facts, backend: 'tfjs', name, adapter: '{}' });
	expect(lines[0]).toBe(`computes on: ${name}`);
	expect(lines).toContain('storage buffers per kernel: 10');
	expect(lines.join('\n')).not.toMatch(/tiles|threads/);
});

it.each<[TilesReport, string]>([
	[{ from: 'storage' }, 'measured at an earlier visit'],
	[
		{ from: 'default', note: say('measuring failed: {why}', { why: 'no' }) },
		'default (measuring failed: no)',
	],
	[{ from: 'caller' }, 'as given'],
])('names the origin of the tiles: %o', (tiles, words) => {
	expect(reportLines({ ...gpu, tiles }).at(-1)).toBe(`tiles of matrix products: ${words}`);
});

it('gives the reason if wasm is restricted to one thread', () => {
	const oneThread = asMessage('the page is not isolated');
	expect(reportLines({ ...processor, oneThread })).toContain(
		'threads: 1, because the page is not isolated',
	);
	expect(reportLines({ ...processor, oneThread, limits: { threads: 4 } })).toContain('threads: 4');
	expect(reportLines(processor)).toContain('threads: 1');
});
