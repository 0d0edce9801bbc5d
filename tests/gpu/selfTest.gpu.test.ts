/** The self-test on WebGPU: the adapter passes it, and a broken one fails it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asMessage } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice, type DeviceOptions } from '#engine/gpu/device.ts';
import { kernels } from '#engine/gpu/kernels.ts';
import { wasmFiles } from '#engine/gpu/wasmFiles.ts';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { openWebGpu } from '#engine/gpu/webgpu/openWebGpu.ts';
import { selfTest, testedNow, testedOnce } from '#lab/run/selfTest.ts';
import { selfTestSamples } from '#engine/training/selfTestSamples.ts';
import { mutate, shortDispatch, textMutants, type DispatchMutant } from '../kernels/mutants.ts';
import { quickProducts } from './openDevice.ts';
import { isLong } from '../support/suite.ts';

/** A software adapter compiles for many seconds. */
const slow = { limit: 200_000 };

const wasm: DeviceOptions['wasm'] = {
	load: async (build) => (await fetch(wasmFiles[build])).arrayBuffer(),
	threads: 1,
};

let gpu: ComputeDevice;
let processor: ComputeDevice;
beforeAll(async () => {
	gpu = await openWebGpu(await requestAdapter(), quickProducts);
	processor = await openDevice({ prefer: 'wasm', wasm });
});
afterAll(() => gpu.dispose());

test('a right adapter passes: every kernel, and ten steps near the processor', async () => {
	const samples = await selfTestSamples();
	const covered = new Set(samples.map(({ kernel }) => kernel.name));
	const storages = samples.flatMap(({ inputs }) => inputs.map(({ storage }) => storage));
	expect(new Set(storages)).toEqual(new Set(['f32', 'i32', 'i8', 'bf16', 'nf4']));
	expect([...covered].sort()).toEqual(kernels.map(({ name }) => name).sort());
	const result = await selfTest(gpu, processor, slow);
	expect(result).toMatchObject({ outcome: 'passed', faults: [] });
	expect(result.lossDifference).toBeLessThan(1e-4);
});

/** The object with some of its properties replaced. */
const changed = <T extends object>(object: T, parts: Partial<T>): T =>
	new Proxy(object, {
		get(target, name): unknown {
			const value: unknown = Reflect.get(parts, name) ?? Reflect.get(target, name);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});

const broken = (mutant: DispatchMutant): ComputeDevice =>
	changed(gpu, {
		load: ({ operations, ...program }, vectors) =>
			gpu.load(
				{
					...program,
					operations: operations.map((operation) =>
						operation.kernel.name === mutant.name
							? { ...operation, kernel: mutate(operation.kernel, mutant).kernel }
							: operation,
					),
				},
				vectors,
			),
	});

/** One for each kernel. A vector's last item is padding, so a sum that omits it is right. */
const mutants = kernels.map(
	({ name }) =>
		(['Accumulate', 'Unscale'].includes(name) &&
			textMutants.find((mutant) => mutant.name === name)) ||
		shortDispatch(name),
);
test.each(
	mutants
		.filter((_, i) => isLong || i % 16 === 0)
		.map((mutant) => [mutant.name, mutant.description, mutant] as const),
)('a GPU whose %s is broken fails: %s', async (name, _, mutant) => {
	const { outcome, faults } = await selfTest(broken(mutant), processor, slow);
	expect(outcome).toBe('failed');
	for (const { id, values } of faults) {
		expect(id).toBe('selfTest.kernel');
		expect(values).toMatchObject({ kernel: name });
	}
});

/** The browser's GPU, which claims to be hardware. */
const claimed = {
	async requestAdapter() {
		const info = { vendor: 'acme', isFallbackAdapter: false } as GPUAdapterInfo;
		return changed(await requestAdapter(), { info });
	},
} as GPU;

test('a hardware GPU is tested once, and is not used if it fails', async () => {
	const records = new Map<string, object>();
	const cache = {
		get: async (key: string) => records.get(key),
		put: async (key: string, value: object) => void records.set(key, value),
	};
	const open = (prove: NonNullable<DeviceOptions['prove']>) =>
		openDevice({ wasm, gpu: claimed, prove });

	const failing = await open(async (gpu, processor) => {
		const mutant = changed(broken(shortDispatch('Linear')), { report: gpu.report });
		const { outcome } = await testedNow(mutant, processor, cache, slow);
		return outcome === 'failed' ? asMessage('broken') : undefined;
	});
	expect(failing.report).toMatchObject({ backend: 'wasm', reason: { id: 'broken' } });
	expect([...records.keys()][0]).toContain('acme');

	const again = await open(async (gpu, processor) => {
		const { outcome, faults } = await testedOnce(gpu, processor, cache);
		expect(faults[0]).toMatchObject({ values: { kernel: 'Linear' } });
		return outcome === 'failed' ? asMessage('stored') : undefined;
	});
	expect(again.report).toMatchObject({ backend: 'wasm', reason: { id: 'stored' } });

	const used = await open(async () => undefined);
	expect(used.report).toMatchObject({ backend: 'webgpu', kind: 'hardware', name: 'acme' });
	used.dispose();
	const preferred = await openDevice({
		wasm,
		gpu: claimed,
		prefer: 'webgpu',
		prove: async () => asMessage('no'),
	});
	expect(preferred.report.backend).toBe('webgpu');
	preferred.dispose();
});
