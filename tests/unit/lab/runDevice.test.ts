import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { englishText, say } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import { testModel } from '#engine/training/selfTestSamples.ts';
import type { DeviceKeeper, TrainingDevice } from '#lab/run/trainingDevice.ts';
import { createRunDevice } from '#lab/worker/runDevice.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';

const reason = say('as requested');

/** Milliseconds, which only runs of a device change. */
let clock = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
afterEach(() => void vi.restoreAllMocks());

/** A sound device whose runs take this long. */
function timed(milliseconds: number, facts: Partial<DeviceReport>): TrainingDevice {
	const sound = new JavaScriptDevice(reason, reason);
	const compute: ComputeDevice = Object.assign(sound, {
		report: { ...sound.report, ...facts },
		load: async (...request: Parameters<ComputeDevice['load']>) => {
			const loaded = await JavaScriptDevice.prototype.load.apply(sound, request);
			return {
				dispose: () => loaded.dispose(),
				run(inputs: Parameters<typeof loaded.run>[0]) {
					clock += milliseconds;
					return loaded.run(inputs);
				},
			};
		},
	});
	return { compute, lost: new AbortController().signal };
}

const hardware = { backend: 'webgpu', kind: 'hardware', name: 'acme', adapter: 'acme' } as const;
const threads = { backend: 'wasm', name: 'processor (8 threads)' } as const;

function fixture(gpu: TrainingDevice, processor: TrainingDevice, choosesBySpeed = true) {
	const stored = new Map<string, object>();
	const used: DeviceReport[] = [];
	const openProcessor = vi.fn(async () => processor);
	const [current, reported] = [{ device: gpu }, { device: gpu }];
	const fallen: string[] = [];
	const keeper: DeviceKeeper = {
		settled: Promise.resolve(),
		report: () => reported.device.compute.report,
		current: async () => current.device,
		processor: openProcessor,
	};
	const measuring: boolean[] = [];
	const { forRun: open, showSettled } = createRunDevice({
		keeper,
		tunings: {
			get: async (key) => stored.get(key),
			put: async (key, value) => void stored.set(key, value),
		},
		choosesBySpeed,
		onMeasuring: (begins) => measuring.push(begins),
		onFallback: ({ name }) => fallen.push(name),
		onUsed: (report) => used.push(report),
	});
	const sizes = { size: 1, context: 16 };
	const work = { model: testModel, sizes };
	return {
		open,
		showSettled,
		reported,
		used,
		stored,
		measuring,
		openProcessor,
		current,
		fallen,
		work,
	};
}

it('trains on a faster processor, says the times, and measures once a week', async () => {
	const gpu = timed(30, hardware);
	const processor = timed(10, threads);
	const { open, used, stored, measuring, work } = fixture(gpu, processor);
	expect(await open(undefined, undefined, work)).toBe(processor);
	expect(measuring).toEqual([true, false]);
	expect(used).toHaveLength(1);
	expect(used[0]).toMatchObject({ backend: 'wasm', name: 'processor (8 threads)' });
	expect(englishText(used[0].reason!)).toBe(
		'A step of this model takes 20 ms on the CPU and 60 ms on the GPU (acme).',
	);
	expect(stored.size).toBe(1);
	const [times] = [...stored.values()];
	expect(await open(undefined, undefined, work)).toBe(processor);
	expect([...stored.values()]).toEqual([times]);
	expect(used).toHaveLength(1);
	vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 8 * 86_400_000);
	await open(undefined, undefined, work);
	expect([...stored.values()]).not.toEqual([times]);
});

it('trains on the GPU if the processor is not clearly faster', async () => {
	const gpu = timed(10, hardware);
	const { open, used, work } = fixture(gpu, timed(9.5, threads));
	expect(await open(undefined, undefined, work)).toBe(gpu);
	expect(used).toEqual([]);
});

it('measures nothing for a large model, an emulated GPU, or a chosen device', async () => {
	const specs = [{ ...testModel.specs[0], size: 25e6 }];
	const large = fixture(timed(30, hardware), timed(10, threads));
	const model = { ...testModel, specs };
	await large.open(undefined, undefined, { ...large.work, model });
	const emulated = fixture(timed(30, { ...hardware, kind: 'software' }), timed(10, threads));
	await emulated.open(undefined, undefined, emulated.work);
	const chosen = fixture(timed(30, hardware), timed(10, threads), false);
	await chosen.open(undefined, undefined, chosen.work);
	for (const { openProcessor, used } of [large, emulated, chosen]) {
		expect(openProcessor).not.toHaveBeenCalled();
		expect(used).toEqual([]);
	}
});

it('trains on the GPU if the processor cannot be opened', async () => {
	const gpu = timed(30, hardware);
	const { open, openProcessor, work } = fixture(gpu, timed(10, threads));
	openProcessor.mockRejectedValue(new Error('no wasm'));
	expect(await open(undefined, undefined, work)).toBe(gpu);
});
