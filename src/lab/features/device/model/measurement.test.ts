import { expect, it } from 'vitest';
import { measurementText, stepTable, type Measurement } from './measurement.ts';

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
	tiles: [{ product: 'NN', size: 'some', tile: 'registers 4×1 in 8×8', gflops: 812 }],
	steps: [{ model: 'Base', parameters: 247_008, webgpu: 12.3456, wasm: null }],
	seconds: 41.2,
};

it('the text names the adapter, the fault and each figure', () => {
	const text = measurementText(measured);
	expect(text).toContain('- GPU: acme one (hardware)\n- Adapter: {"vendor":"acme"}');
	expect(text).toContain('failed. The operation Linear computes wrong numbers: [0] is 1, not 2.');
	expect(text).toContain('| Base | 247008 | 12.3 | n/a |');
	expect(text).toContain('| NN | some | registers 4×1 in 8×8 | 812 |');
});

it('without a GPU the text gives the reason, and no empty table', () => {
	const text = measurementText({
		...measured,
		gpu: 'The browser offers no GPU.',
		selfTest: null,
		tiles: [],
		steps: [],
	});
	expect(text).toContain('- GPU: The browser offers no GPU.\n- Processor:');
	expect(text).not.toContain('|');
	expect(stepTable({ ...measured, steps: [] }).rows).toEqual([]);
});
