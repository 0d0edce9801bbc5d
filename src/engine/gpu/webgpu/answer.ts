/** Waits for a GPU that has little to do, so that a hang is an error and not an endless wait. */
import { DeviceError, isAbort } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { within } from '#engine/core/nextTask.ts';

/** Milliseconds. Browsers end a GPU process that works longer on one task. */
const defaultLimit = 10_000;

/** The value of a wait for the GPU. Throws DeviceError if it does not answer, or was lost. */
export async function answered<T>(answer: Promise<T>, limit = defaultLimit): Promise<T> {
	const result = await within(
		limit,
		answer.then((value) => ({ value })),
	).catch((error: unknown) => {
		// WebGPU's error for a lost device, which the page would take for a cancelled task.
		if (!isAbort(error)) throw error;
		throw new DeviceError(
			say(
				'The GPU was lost: {reason}. Stored data is safe. Reload the page if training does not continue by itself.',
				{ reason: String(error) },
			),
		);
	});
	if (result) return result.value;
	throw new DeviceError(
		say(
			'The GPU did not answer within {seconds} seconds. Close other pages that use it, then reload this one.',
			{ seconds: limit / 1000 },
		),
	);
}
