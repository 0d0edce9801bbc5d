/** Waits for a GPU that has little to do, so that a hang is an error and not an endless wait. */
import { DeviceError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { within } from '#engine/core/nextTask.ts';

/** Milliseconds. Browsers end a GPU process that works longer on one task. */
const limit = 10_000;

/** The value of a wait for the GPU. Throws DeviceError if it does not answer. */
export async function answered<T>(answer: Promise<T>): Promise<T> {
	const result = await within(
		limit,
		answer.then((value) => ({ value })),
	);
	if (result) return result.value;
	throw new DeviceError(sentence('engine.gpu.gpuDoesNotAnswer', { seconds: limit / 1000 }));
}
