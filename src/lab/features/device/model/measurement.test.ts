import { expect, it } from 'vitest';
import { measurementHash, measurementText, stepTable, type Measurement } from './measurement.ts';

const processor = {
	backend: 'wasm',
	kind: 'software',
	name: 'processor (WebAssembly, 4 threads)',
	crossOriginIsolated: true,
	limits: { threads: 4 },
	features: [],
} as const;
const measured: Measurement = {
	version: 1,
	measuredAt: 0,
	engineVersion: 1,
	browser: 'Firefox 150',
	processors: 8,
	processor,
	gpu: {
		...processor,
		backend: 'webgpu',
		kind: 'hardware',
		name: 'acme one',
		adapter: '{"vendor":"acme"}',
	},
	selfTest: {
		outcome: 'failed',
		faults: [{ id: 'selfTest.kernel', values: { kernel: 'Linear', error: '[0] is 1, not 2' } }],
		samples: 57,
		lossDifference: null,
		milliseconds: 900,
	},
	tiles: [{ product: 'NN 512×512×512', tile: 'registers 4×1 in 8×8', gflops: 812, compiled: 31 }],
	basics: { dispatch: 4.26, readback: 1.5, gigabytes: 300, quantum: 100 },
	steps: [
		{
			model: 'Base',
			parameters: 247_008,
			webgpu: 12.3456,
			wasm: null,
			expected: { webgpu: 8.25, wasm: 20 },
		},
	],
	kernels: [{ kernel: 'linear', milliseconds: 3.217, expected: null }],
	seconds: 41.2,
};

it('the text names the adapter, the fault and each figure', () => {
	const text = measurementText(measured);
	expect(text).toContain('- GPU: acme one (hardware)\n- Adapter: {"vendor":"acme"}');
	expect(text).toContain('failed. The operation Linear computes wrong numbers: [0] is 1, not 2.');
	expect(text).toContain('| Base | 247008 | 12.3 | 8.25 | n/a | 20 |');
	expect(text).toContain('4.3 µs per dispatch, 1.50 ms per readback, 300.0 GB/s, clock of 100 ns');
	expect(text).toContain(measurementHash(measured));
	expect(measurementHash({ ...measured, seconds: 1 })).not.toBe(measurementHash(measured));
	expect(text).toContain('| NN 512×512×512 | registers 4×1 in 8×8 | 812 | 31 |');
});

it('without a GPU the text gives the reason, and no empty table', () => {
	const text = measurementText({
		...measured,
		gpu: 'The browser offers no GPU.',
		selfTest: null,
		tiles: [],
		steps: [],
		kernels: [],
	});
	expect(text).toContain('- GPU: The browser offers no GPU.\n- CPU:');
	expect(text).not.toContain('|');
	expect(stepTable({ ...measured, steps: [] }).rows).toEqual([]);
});
