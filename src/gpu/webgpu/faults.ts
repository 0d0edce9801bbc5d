/** What went wrong on a GPU device outside of any call: it was lost, or an error came that nothing was waiting for. */
import { DeviceLostError, InternalError, type LabError, OutOfMemoryError } from '#core/errors.ts';
import { nextTask } from '#core/nextTask.ts';

export class Faults {
	#lost: DeviceLostError | undefined;
	#uncaptured: LabError | undefined;
	#isDisposed = false;

	/** onLost: not when the device is disposed on purpose. */
	constructor(device: GPUDevice, onLost: (reason: string) => void = () => undefined) {
		void device.lost.then(({ message, reason }) => {
			const words = message || `the browser took the GPU away (${reason})`;
			this.#lost = lostError(words);
			if (!this.#isDisposed) onLost(words);
		});
		device.addEventListener('uncapturederror', ({ error }) => {
			// The first says what began it; later ones mostly follow from it.
			this.#uncaptured ??=
				error instanceof GPUOutOfMemoryError
					? new OutOfMemoryError(
							`The GPU has no memory left: ${error.message} Use a smaller model, a smaller batch or a shorter context, or close other pages.`,
						)
					: new InternalError(
							`The GPU refused a command: ${error.message} Reload the page, and report this with the text above.`,
						);
		});
	}

	/** From now on a loss is no news. */
	dispose(): void {
		this.#isDisposed = true;
		this.#lost ??= lostError('it was closed');
	}

	get isLost(): boolean {
		return this.#lost !== undefined;
	}

	/** Throws DeviceLostError. */
	throwIfLost(): void {
		if (this.#lost) throw lostError(this.#lost.data['reason'] as string);
	}

	/** Throws DeviceLostError; or InternalError or OutOfMemoryError for what nothing has reported yet. */
	throwIfAny(): void {
		this.throwIfLost();
		const error = this.#uncaptured;
		if (!error) return;
		this.#uncaptured = undefined;
		throw error;
	}

	/** Waits for what the browser has to say already: the news of a loss may come after a call that it made fail. */
	async settled(): Promise<void> {
		for (let turn = 0; turn < turnsForNews && !this.#lost; turn++) await nextTask();
	}
}

const turnsForNews = 20;

const lostError = (reason: string): DeviceLostError =>
	new DeviceLostError(
		`The GPU was lost: ${reason}. What is stored is kept; reload the page if it does not go on by itself.`,
		{ reason },
	);
