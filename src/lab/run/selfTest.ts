/**
 * The self-test of a GPU: compares every kernel with its reference, and ten training steps with the
 * processor's. Drivers and shader compilers differ, so each adapter and browser has a result.
 */
import * as v from 'valibot';
import { toMessage } from '#engine/core/errors.ts';
import type { MessageOf } from '#engine/core/message.ts';
import { checkKernels, type KernelSample } from '#engine/gpu/checkKernels.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { TuningCache } from '#engine/gpu/device.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { selfTestSamples, testLengths, testModel } from '#engine/training/selfTestSamples.ts';
import { openTrial } from '#engine/training/trial.ts';

export interface SelfTestMessages {
	/** error: the first number that differs, with its bound. */
	'selfTest.kernel': { kernel: string; error: string };
	/** The mean loss of a step, in nats. */
	'selfTest.steps': { step: number; gpu: number; processor: number };
	'selfTest.error': { cause: string };
	/** The GPU did not finish its commands. seconds: the time limit. */
	'selfTest.hang': { seconds: number };
}
export type SelfTestFault = MessageOf<SelfTestMessages>;

/** Plain data, stored by adapter, browser and engine version. */
export interface SelfTest {
	/** unfinished: the time was too short, as for a GPU that compiles slowly. Not stored. */
	readonly outcome: 'passed' | 'failed' | 'unfinished';
	readonly faults: readonly SelfTestFault[];
	/** Uses of kernels that were compared. */
	readonly samples: number;
	/** The largest relative difference of a step's loss; null: no steps were compared. */
	readonly lossDifference: number | null;
	readonly milliseconds: number;
}

const testSteps = 10;
/** Relative, of a step's loss. Sums in another order change the tenth loss by less than 1e-4. */
const lossTolerance = 1e-3;
/** Milliseconds. */
export const selfTestLimit = 2000;
const idleLimit = 1000;

/** Never throws: an error is a fault. `limit` is in ms. `processor` trains if the GPU fails. */
export async function selfTest(
	gpu: ComputeDevice,
	processor: ComputeDevice,
	limit = selfTestLimit,
): Promise<SelfTest> {
	const start = performance.now();
	const finish = (outcome: SelfTest['outcome'], found: Partial<Comparison> = {}): SelfTest => ({
		faults: [],
		samples: 0,
		lossDifference: null,
		...found,
		outcome,
		milliseconds: Math.round(performance.now() - start),
	});
	const fail = (fault: SelfTestFault) => finish('failed', { faults: [fault] });
	try {
		const samples = await selfTestSamples(gpu.report.backend === 'webgpu');
		const losses = await trainSteps(processor);
		const tested = await within(limit, compare(gpu, samples, losses));
		if (tested) return finish(tested.faults.length > 0 ? 'failed' : 'passed', tested);
		// Compiling does not occupy the queue, so only a hang delays the answer of an idle GPU.
		const idle = gpu.finish().then(() => true);
		if (await within(idleLimit, idle)) return finish('unfinished');
		return fail({ id: 'selfTest.hang', values: { seconds: limit / 1000 } });
	} catch (error) {
		return fail({ id: 'selfTest.error', values: { cause: toMessage(error) } });
	}
}

/** Browsers name their own version and the system's, not the driver's. */
const testKey = ({ report: { adapter } }: ComputeDevice): string =>
	JSON.stringify({ selfTest: engineVersion, browser: navigator.userAgent, adapter });

const stored = v.object({
	outcome: v.picklist(['passed', 'failed']),
	faults: v.array(v.unknown()),
});

/** The stored result, or that of a test now. Never throws. */
export async function testedOnce(
	gpu: ComputeDevice,
	processor: ComputeDevice,
	cache: TuningCache,
): Promise<SelfTest> {
	const known = await cache.get(testKey(gpu)).catch(() => undefined);
	return v.is(stored, known) ? (known as unknown as SelfTest) : testedNow(gpu, processor, cache);
}

/**
 * Tests the GPU and stores the result, unless it is unfinished. A hang is not stored either: on a
 * busy machine a sound GPU can be as late, so the next visit tests again. `limit`: milliseconds.
 */
export async function testedNow(
	gpu: ComputeDevice,
	processor: ComputeDevice,
	cache: TuningCache,
	limit?: number,
): Promise<SelfTest> {
	const result = await selfTest(gpu, processor, limit);
	const isCertain =
		result.outcome !== 'unfinished' && result.faults.every(({ id }) => id !== 'selfTest.hang');
	// If it cannot be stored, the next visit repeats it.
	if (isCertain) await cache.put(testKey(gpu), result).catch(() => undefined);
	return result;
}

type Comparison = Pick<SelfTest, 'faults' | 'samples' | 'lossDifference'>;

/** `losses`: the processor's, by step. */
async function compare(
	gpu: ComputeDevice,
	samples: readonly KernelSample[],
	losses: readonly number[],
): Promise<Comparison> {
	const faults: SelfTestFault[] = [];
	const wrong = await checkKernels(gpu, samples);
	wrong.forEach((errors, i) => {
		const { name } = samples[i].kernel;
		if (errors.length > 0)
			faults.push({ id: 'selfTest.kernel', values: { kernel: name, error: errors[0] } });
	});
	// A wrong kernel makes wrong steps: its name says more.
	if (faults.length > 0) return { faults, samples: samples.length, lossDifference: null };

	const actual = await trainSteps(gpu);
	const differences = losses.map((loss, i) => Math.abs(actual[i] - loss) / loss);
	const worst = differences.findIndex((difference) => !(difference <= lossTolerance));
	if (worst >= 0) {
		const values = { step: worst + 1, gpu: actual[worst], processor: losses[worst] };
		faults.push({ id: 'selfTest.steps', values });
	}
	const lossDifference = differences.reduce(
		(largest, difference) => Math.max(largest, difference),
		0,
	);
	return { faults, samples: samples.length, lossDifference };
}

async function trainSteps(device: ComputeDevice): Promise<number[]> {
	const trial = await openTrial(device, testModel, { lengths: testLengths });
	try {
		return await trial.train(testSteps);
	} finally {
		trial.dispose();
	}
}

/** The promise's value; undefined if it takes longer. A later rejection is ignored. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<undefined>((resolve) => {
		// A hang has no event. In a hidden tab the limit is longer, which does no harm.
		// eslint-disable-next-line no-restricted-globals
		timer = setTimeout(() => resolve(undefined), milliseconds);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
