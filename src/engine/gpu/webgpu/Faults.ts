/** Errors of a WebGPU device outside any call: its loss, and errors that no scope captured. */
import {
	DeviceLostError,
	InternalError,
	type LabError,
	OutOfMemoryError,
} from '#engine/core/errors.ts';
import { englishText, say, type Message } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';

export class Faults {
	#lost: DeviceLostError | undefined;
	#uncaptured: LabError | undefined;
	#isDisposed = false;

	/** `onLost` is not called for a device that was disposed on purpose. */
	constructor(device: GPUDevice, onLost: (reason: string) => void = () => undefined) {
		void device.lost.then(({ message, reason }) => {
			const text = message.replace(/\.\s*$/, '');
			this.#lost = lostError(text || say('the browser took the GPU away ({reason})', { reason }));
			if (!this.#isDisposed) onLost(this.#lost.data['reason'] as string);
		});
		device.addEventListener('uncapturederror', ({ error }) => {
			// Keep the first error: later ones are mostly its consequences.
			this.#uncaptured ??=
				error instanceof GPUOutOfMemoryError
					? new OutOfMemoryError(
							say(
								'The GPU has no memory left: {message} Use a smaller model, a smaller batch or a shorter context, or close other pages.',
								{ message: error.message },
							),
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
		this.#lost ??= lostError(say('it was closed'));
	}

	/** Throws DeviceLostError. */
	throwIfLost(): void {
		if (this.#lost) throw new DeviceLostError(this.#lost.statement, this.#lost.data);
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

const lostError = (reason: string | Message): DeviceLostError =>
	new DeviceLostError(
		say(
			'The GPU was lost: {reason}. Stored data is safe. Reload the page if training does not continue by itself.',
			{ reason },
		),
		{ reason: englishText(reason) },
	);
