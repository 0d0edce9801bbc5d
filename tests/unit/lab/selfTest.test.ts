/** The self-test on made devices: slow, rejecting, lying and hanging ones. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceLostError } from '#engine/core/errors.ts';
import { englishText, say } from '#engine/core/message.ts';
import type { ComputeDevice, Vector } from '#engine/gpu/computeDevice.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import type { Program } from '#engine/gpu/program.ts';
import { planDispatches } from '#engine/gpu/webgpu/dispatchPlan.ts';
import { safeTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import { isLong } from '../../support/suite.ts';
import {
	refusal,
	selfTest,
	testedNow,
	type SelfTest,
	type SelfTestOptions,
} from '#lab/run/selfTest.ts';

const reason = say('as requested');
const processor = new JavaScriptDevice(reason, reason);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const pause = (milliseconds: number) =>
	new Promise<void>((resolve) => {
		setTimeout(resolve, milliseconds);
	});
const never = () => new Promise<never>(() => undefined);

/** A sound device with other `load` or `finish`. */
const made = (parts: Partial<ComputeDevice>): ComputeDevice => {
	const device = new JavaScriptDevice(reason, reason);
	return Object.assign(device, {
		report: { ...device.report, backend: 'webgpu', kind: 'hardware' },
		...parts,
	});
};

const limits = {
	minUniformBufferOffsetAlignment: 256,
	largestPart: 2 ** 27,
	heldBytes: 0,
	maxStorageBuffersPerShaderStage: 8,
	maxComputeWorkgroupsPerDimension: 65_535,
};
const textsOf = (program: Program): string[] => [
	...new Set(planDispatches(program, safeTuning, limits).dispatches.map(({ wgsl }) => wgsl)),
];

/** Compiles one text after the other, each once. */
function serial(milliseconds: number, refused = (_wgsl: string) => false) {
	const sound = new JavaScriptDevice(reason, reason);
	const compiled = new Set<string>();
	const device = made({
		vector: (...request) => sound.vector(...request),
		async load(program, vectors) {
			for (const wgsl of textsOf(program)) {
				if (compiled.has(wgsl)) continue;
				await pause(milliseconds);
				if (refused(wgsl)) throw new Error('Kernel adamW does not compile: line 3');
				compiled.add(wgsl);
			}
			return sound.load(program, vectors);
		},
	});
	return { device, compiled };
}

/** A device that does something before the results of a run can be read. */
const readsAfter = (
	before: (run: number, program: Program, vectors: Record<string, Vector>) => Promise<void>,
) => {
	const sound = new JavaScriptDevice(reason, reason);
	return made({
		vector: (...request) => sound.vector(...request),
		async load(program, vectors) {
			const loaded = await sound.load(program, vectors);
			let runs = 0;
			return {
				dispose: () => loaded.dispose(),
				run(inputs) {
					const results = loaded.run(inputs);
					const run = ++runs;
					return {
						async read() {
							await before(run, program, { ...vectors });
							return results.read();
						},
					};
				},
			};
		},
	});
};

/** The test's result, with the clock ahead as far as the test waits. */
async function tested(device: ComputeDevice, options?: SelfTestOptions): Promise<SelfTest> {
	let result: SelfTest | undefined;
	void selfTest(device, processor, options).then((value) => (result = value));
	while (!result) {
		await vi.advanceTimersByTimeAsync(50);
		await new Promise((resolve) => setImmediate(resolve));
	}
	return result;
}

describe('a device that compiles one pipeline at a time', () => {
	it.each(isLong ? [5, 30, 100] : [100])(
		'passes at %i ms per pipeline, with progress',
		async (milliseconds) => {
			const { device, compiled } = serial(milliseconds);
			const fractions: number[] = [];
			const result = await tested(device, { onProgress: (fraction) => fractions.push(fraction) });
			expect(result).toMatchObject({ outcome: 'passed', faults: [] });
			expect(refusal(result)).toBeUndefined();
			expect(result.milliseconds).toBeGreaterThanOrEqual(milliseconds * compiled.size);
			expect(compiled.size).toBeGreaterThan(80);
			expect(fractions.length).toBeGreaterThan(10);
			expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
			expect(fractions.at(-1)).toBe(1);
		},
	);

	it('is unfinished beyond the limit of the whole test, and is then not used', async () => {
		const result = await tested(serial(2000).device);
		expect(result).toMatchObject({ outcome: 'unfinished', faults: [] });
		expect(englishText(refusal(result)!)).toMatch(/compiles its kernels too slowly/);
	});
});

it('a rejected text is an error that names the kernel', async () => {
	const result = await tested(serial(1, (wgsl) => wgsl.includes('decay')).device);
	expect(result.outcome).toBe('failed');
	expect(englishText(refusal(result)!)).toBe(
		'The GPU failed its self-test: Kernel adamW does not compile: line 3',
	);
});

it('wrong values in the second run only are found', async () => {
	const lying = readsAfter(async (run, { operations, values }, vectors) => {
		// A program may have operations without an output that is kept.
		const location = values[operations[0]?.outputs[0]]?.location;
		if (run !== 2 || location?.kind !== 'vector') return;
		const vector = vectors[location.vector];
		vector.write(Float32Array.of((await vector.read())[0] + 0.125));
	});
	const result = await tested(lying);
	expect(result.outcome).toBe('failed');
	expect(result.faults[0]).toMatchObject({
		id: 'selfTest.kernel',
		values: { error: 'output 0: two runs differ' },
	});
	expect(englishText(refusal(result)!)).toMatch(/: the operation \w+ computes wrong numbers\.$/);
});

it.each([
	[
		'a hang of the queue',
		readsAfter(never),
		'unfinished',
		/hangs or compiles its kernels too slowly/,
	],
	['a hang of the compiler', made({ load: never }), 'unfinished', /hangs or compiles/],
	[
		'a loss of the device',
		made({ load: () => Promise.reject(new DeviceLostError(reason)) }),
		'failed',
		/as requested/,
	],
] as const)('%s ends with its name, and is not stored', async (_, device, outcome, name) => {
	vi.stubGlobal('navigator', { userAgent: 'test' });
	const put = vi.fn();
	let result: SelfTest | undefined;
	const cache = { get: async () => undefined, put };
	void testedNow(device, processor, cache).then((value) => (result = value));
	while (!result) await vi.advanceTimersByTimeAsync(1000);
	expect(result.outcome).toBe(outcome);
	expect(englishText(refusal(result)!)).toMatch(name);
	expect(put).not.toHaveBeenCalled();
	vi.unstubAllGlobals();
});
