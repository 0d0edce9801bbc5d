/** The device that a run trains on, and how its loss is told from other failures. */
import { DeviceLostError, InternalError, LabError } from '#core/errors.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { nextTask } from '#core/nextTask.ts';

export interface TrainingDevice {
	readonly compute: ComputeDevice;
	/** Aborts, with a DeviceLostError, when the device is lost. */
	readonly lost: AbortSignal;
}

/** Milliseconds within which a browser says that a device is lost whose loss made a call fail: it comes from another process. */
const newsTakes = 1000;

/** The loss that made a call on `device` fail; undefined when it failed for another reason. */
export async function lossBehind(
	error: unknown,
	device: TrainingDevice | undefined,
): Promise<DeviceLostError | undefined> {
	if (error instanceof DeviceLostError) return error;
	if (!device) return undefined;
	// An error that says what is wrong needs no other reason; of the rest the news may still be under way.
	const isUnclear = !(error instanceof LabError) || error instanceof InternalError;
	const until = performance.now() + (isUnclear ? newsTakes : 0);
	while (!device.lost.aborted && performance.now() < until) await nextTask();
	return device.lost.aborted ? asLoss(device.lost.reason) : undefined;
}

export const asLoss = (reason: unknown): DeviceLostError =>
	reason instanceof DeviceLostError ? reason : new DeviceLostError(String(reason));

/** Why, in words: what the device said, or else the whole message. */
export const reasonOf = ({ data, message }: DeviceLostError): string =>
	typeof data['reason'] === 'string' ? data['reason'] : message;
