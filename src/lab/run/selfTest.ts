/**
 * The self-test of a GPU: compares every kernel with its reference, and ten training steps with the
 * processor's. Drivers and shader compilers differ, so each adapter and browser has a result.
 */
import * as v from 'valibot';
import { DeviceLostError, toMessage } from '#engine/core/errors.ts';
import { asMessage, say, type Message, type MessageOf } from '#engine/core/message.ts';
import { within } from '#engine/core/nextTask.ts';
import { checkKernels, type KernelSample } from '#engine/gpu/checkKernels.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { TuningCache } from '#engine/gpu/device.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { selfTestSamples, testLengths, testModel } from '#engine/training/selfTestSamples.ts';
import { openTrial } from '#engine/training/trial.ts';
import type { Messages } from '#languages/messages.ts';

/** steps: the mean loss of a step, in nats. */
export type SelfTestFault = MessageOf<
	Pick<Messages, 'selfTest.kernel' | 'selfTest.steps' | 'selfTest.error' | 'selfTest.lost'>
>;

/** Plain data, stored by adapter, browser and engine version. */
export interface SelfTest {
	/** unfinished: the GPU hangs or compiles too slowly. Not stored: the machine may be busy. */
	readonly outcome: 'passed' | 'failed' | 'unfinished';
	readonly faults: readonly SelfTestFault[];
	/** Uses of kernels that were compared. */
	readonly samples: number;
	/** The largest relative difference of a step's loss; null: no steps were compared. */
	readonly lossDifference: number | null;
	readonly milliseconds: number;
}

export interface SelfTestOptions {
	/** Milliseconds of the whole test, most of which may be compiling. */
	readonly limit?: number | undefined;
	/** Called with the fraction of the test that is done, 0 to 1. */
	readonly onProgress?: ((fraction: number) => void) | undefined;
}

const testSteps = 10;
/** Relative, of a step's loss. Sums in another order change the tenth loss by less than 1e-4. */
const lossTolerance = 1e-3;
/** Milliseconds. The processor trains meanwhile. */
export const selfTestLimit = 180_000;
/** Samples of one program: progress is reported after each. */
const samplesAtOnce = 8;

/** Never throws: an error is a fault. `processor` trains if the GPU fails. */
export async function selfTest(
	gpu: ComputeDevice,
	processor: ComputeDevice,
	{ limit = selfTestLimit, onProgress = () => undefined }: SelfTestOptions = {},
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
	const ended = new AbortController();
	try {
		onProgress(0);
		const expected = await expectedNumbers(processor);
		const found = await within(limit, compare(gpu, expected, onProgress, ended.signal));
		if (!found) return finish('unfinished');
		return finish(found.faults.length > 0 ? 'failed' : 'passed', found);
	} catch (error) {
		const id = error instanceof DeviceLostError ? 'selfTest.lost' : 'selfTest.error';
		return fail({ id, values: { cause: toMessage(error) } });
	} finally {
		// A GPU that was given up must not go on compiling while it is measured.
		ended.abort();
	}
}

/** The numbers that a correct device computes. */
interface Expected {
	readonly samples: readonly KernelSample[];
	/** The processor's loss of each step, in nats. */
	readonly losses: readonly number[];
}

/** By processor: a second test, with safe shaders, expects the same. */
const known = new WeakMap<ComputeDevice, Promise<Expected>>();

function expectedNumbers(processor: ComputeDevice): Promise<Expected> {
	const compute = async () => ({
		samples: await selfTestSamples(),
		losses: await trainSteps(processor),
	});
	const expected = known.get(processor) ?? compute();
	known.set(processor, expected);
	return expected;
}

/** Why a GPU is not used after its self-test; undefined if it passed. */
export function refusal({ outcome, faults }: SelfTest): Message | undefined {
	if (outcome === 'passed') return undefined;
	if (outcome === 'unfinished')
		return say(
			'The GPU hangs or compiles its kernels too slowly: the self-test did not end within three minutes. The next visit tries again.',
		);
	return say('The GPU failed its self-test: {why}', { why: faultReason(faults[0]) });
}

function faultReason(fault: SelfTestFault): Message {
	switch (fault.id) {
		case 'selfTest.kernel':
			return say('the operation {kernel} computes wrong numbers.', { kernel: fault.values.kernel });
		case 'selfTest.steps':
			return say('the loss of training step {step} differs from the CPU’s.', {
				step: fault.values.step,
			});
		case 'selfTest.error':
		case 'selfTest.lost':
			return asMessage(fault.values.cause);
	}
}

/** Browsers name their own version and the system's, not the driver's. */
const testKey = ({ report: { adapter, tiles } }: ComputeDevice): string =>
	JSON.stringify({
		selfTest: engineVersion,
		browser: navigator.userAgent,
		adapter,
		...(tiles?.from === 'safe' && { shaders: 'safe' }),
	});

const stored = v.object({
	outcome: v.picklist(['passed', 'failed']),
	faults: v.array(v.unknown()),
});

/** The stored result, or that of a test now. Never throws. */
export async function testedOnce(
	gpu: ComputeDevice,
	processor: ComputeDevice,
	cache: TuningCache,
	options?: SelfTestOptions,
): Promise<SelfTest> {
	const found = await cache.get(testKey(gpu)).catch(() => undefined);
	return v.is(stored, found)
		? (found as unknown as SelfTest)
		: testedNow(gpu, processor, cache, options);
}

/**
 * Tests the GPU and stores the result, unless it is unfinished. A loss is not stored either: a
 * correct GPU is lost when a laptop sleeps.
 */
export async function testedNow(
	gpu: ComputeDevice,
	processor: ComputeDevice,
	cache: TuningCache,
	options?: SelfTestOptions,
): Promise<SelfTest> {
	const result = await selfTest(gpu, processor, options);
	const isLost = result.faults.some(({ id }) => id === 'selfTest.lost');
	const isCertain = result.outcome !== 'unfinished' && !isLost;
	// If it cannot be stored, the next visit repeats it.
	if (isCertain) await cache.put(testKey(gpu), result).catch(() => undefined);
	return result;
}

type Comparison = Pick<SelfTest, 'faults' | 'samples' | 'lossDifference'>;

async function compare(
	gpu: ComputeDevice,
	{ samples, losses }: Expected,
	onProgress: (fraction: number) => void,
	ended: AbortSignal,
): Promise<Comparison> {
	const faults: SelfTestFault[] = [];
	for (let first = 0; first < samples.length; first += samplesAtOnce) {
		ended.throwIfAborted();
		const checked = samples.slice(first, first + samplesAtOnce);
		const wrong = await checkKernels(gpu, checked);
		wrong.forEach((errors, i) => {
			const { name } = checked[i].kernel;
			if (errors.length > 0)
				faults.push({ id: 'selfTest.kernel', values: { kernel: name, error: errors[0] } });
		});
		// The steps take the rest of the time.
		onProgress((0.8 * (first + checked.length)) / samples.length);
	}
	// A wrong kernel makes wrong steps, so only the kernel is reported.
	if (faults.length > 0) return { faults, samples: samples.length, lossDifference: null };

	ended.throwIfAborted();
	const actual = await trainSteps(gpu);
	onProgress(1);
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
