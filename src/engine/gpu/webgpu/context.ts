/** State that all parts of one WebGPU device share: the device, its faults, its buffers. */
import {
	DeviceLostError,
	InternalError,
	type LabError,
	OutOfMemoryError,
} from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { Buffers } from './buffers.ts';

export interface Context {
	readonly device: GPUDevice;
	readonly faults: Faults;
	readonly buffers: Buffers;
	/** Waits for the GPU in the way that is fast in this browser (openWebGpu.ts). */
	readonly wait: <T>(promise: Promise<T>) => Promise<T>;
}

/** Errors of a device outside any call: its loss, and errors that no error scope captured. */
export class Faults {
	#lost: DeviceLostError | undefined;
	#uncaptured: LabError | undefined;
	#isDisposed = false;

	/** `onLost` is not called for a device that was disposed on purpose. */
	constructor(device: GPUDevice, onLost: (reason: string) => void = () => undefined) {
		void device.lost.then(({ message, reason }) => {
			const description = message || `the browser took the GPU away (${reason})`;
			this.#lost = lostError(description);
			if (!this.#isDisposed) onLost(description);
		});
		device.addEventListener('uncapturederror', ({ error }) => {
			// Keep the first error: later ones are mostly its consequences.
			this.#uncaptured ??=
				error instanceof GPUOutOfMemoryError
					? new OutOfMemoryError(
							sentence`The GPU has no memory left: ${error.message} Use a smaller model, a
								smaller batch or a shorter context, or close other pages.`,
						)
					: new InternalError(
							`The GPU refused a command: ${error.message} ` +
								'Reload the page, and report this with the text above.',
						);
		});
	}

	/** Marks the device as closed on purpose. */
	dispose(): void {
		this.#isDisposed = true;
		this.#lost ??= lostError('it was closed');
	}

	/** Throws DeviceLostError. */
	throwIfLost(): void {
		if (this.#lost) throw lostError(this.#lost.data['reason'] as string);
	}

	/** Throws DeviceLostError, or the uncaptured error if none of these calls threw it before. */
	throwIfAny(): void {
		this.throwIfLost();
		const error = this.#uncaptured;
		if (!error) return;
		this.#uncaptured = undefined;
		throw error;
	}

	/** Waits for a pending report of a loss: it may arrive after the call that the loss made fail. */
	async settled(): Promise<void> {
		for (let task = 0; task < tasksUntilSettled && !this.#lost; task++) await nextTask();
	}
}

const tasksUntilSettled = 20;

const lostError = (reason: string): DeviceLostError =>
	new DeviceLostError(
		sentence`The GPU was lost: ${reason}. Stored data is safe. Reload the page if training does
			not continue by itself.`,
		{ reason },
	);

/** Runs commands. Throws InternalError if WebGPU finds them invalid. */
export async function validated<T>(
	{ device, faults }: Context,
	label: string,
	commands: () => T,
): Promise<T> {
	device.pushErrorScope('validation');
	let result: T;
	let popped: Promise<GPUError | null>;
	try {
		result = commands();
	} finally {
		popped = device.popErrorScope();
		popped.catch(() => undefined);
	}
	const error = await popped.catch(() => null);
	faults.throwIfLost();
	if (error) throw new InternalError(`${label}: ${error.message}`);
	return result;
}

/** Resolves when the buffer can be read. Throws DeviceLostError. */
export async function mapped({ faults }: Context, buffer: GPUBuffer, bytes: number): Promise<void> {
	try {
		await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
	} catch (error) {
		await faults.settled();
		faults.throwIfAny();
		throw new InternalError(`Cannot read ${buffer.label}: ${String(error)}`);
	}
}

/** Rounds up to whole words, which WebGPU's copies and bindings need. */
export const wholeWords = (bytes: number): number => Math.max(4, Math.ceil(bytes / 4) * 4);
