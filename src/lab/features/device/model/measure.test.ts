import { expect, it, onTestFinished, vi } from 'vitest';
import { outOfMemory } from '#engine/core/errors.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { testModel } from '#engine/training/selfTestSamples.ts';
import { measure } from './measure.ts';

it('a model that does not fit into the memory has no time, and the report is made', async () => {
	vi.stubGlobal('navigator', { userAgent: 'test', hardwareConcurrency: 4 });
	onTestFinished(() => void vi.unstubAllGlobals());
	const processor = await openDevice({ prefer: 'javascript' });
	processor.vector = () => Promise.reject(outOfMemory('weights', { requested: 1, held: 0 }));
	const { steps, gpu } = await measure({
		processor,
		gpu: 'No GPU.',
		models: [{ name: 'Test', open: async () => testModel }],
		tunings: { get: async () => undefined, put: async () => undefined },
		onlyTest: false,
		report: () => undefined,
	});
	expect(gpu).toBe('No GPU.');
	expect(steps.map(({ wasm, webgpu }) => [wasm, webgpu])).toEqual([
		[null, null],
		[null, null],
	]);
});
