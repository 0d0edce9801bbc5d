/** The device that a run trains on, and how its loss is told from other failures. */
import { DeviceLostError, isAbort } from '#core/errors.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { nextTask } from '#core/nextTask.ts';

export interface TrainingDevice {
	readonly compute: ComputeDevice;
	/** Aborts, with a DeviceLostError, when the device is lost. */
	readonly lost: AbortSignal;
}

/** Tasks to wait for the news of a loss: a call that it made fail may fail first, with an error that says less. */
const tasksForNews = 20;

/** The loss that made a call on `device` fail; undefined when it failed for another reason. */
export async function lossBehind(
	error: unknown,
	device: TrainingDevice | undefined,
): Promise<DeviceLostError | undefined> {
	if (error instanceof DeviceLostError) return error;
	if (!device || isAbort(error)) return undefined;
	for (let task = 0; task < tasksForNews && !device.lost.aborted; task++) await nextTask();
	return device.lost.aborted ? asLoss(device.lost.reason) : undefined;
}

export const asLoss = (reason: unknown): DeviceLostError =>
	reason instanceof DeviceLostError ? reason : new DeviceLostError(String(reason));

/** Why, in words: what the device said, or else the whole message. */
export const reasonOf = ({ data, message }: DeviceLostError): string =>
	typeof data['reason'] === 'string' ? data['reason'] : message;
