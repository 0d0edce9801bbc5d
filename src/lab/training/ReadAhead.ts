/**
 * Read-ahead: several steps are sent to a GPU before the losses of the first are read. A wait for a
 * GPU takes about a millisecond, as much as a step of a small model. Read-ahead changes no number.
 */
import type { DeviceReport } from '#engine/gpu/report.ts';
import type { RunEvent } from './events.ts';
import type { SentStep, StepResult } from '#engine/training/Learner.ts';

/** Steps that take this long together are read together. The page does not feel the delay. */
const targetMilliseconds = 80;
const maxSteps = 16;

/** A step whose work is on its way to the device. */
export interface StepSent {
	readonly read: SentStep;
	/** The next plan depends on this step's result, so it must be read before another step. */
	readonly mustBeReadFirst: boolean;
}
export interface TimedResult extends StepResult {
	/** Mean wall time of the steps that were read together. */
	readonly milliseconds: number;
}
/** A step yields once, after it is sent. It resumes with its result and returns its events. */
export type StepInFlight = AsyncGenerator<StepSent, readonly RunEvent[], TimedResult>;

export class ReadAhead {
	#limit = 1;

	constructor(
		private readonly backend: DeviceReport['backend'],
		private readonly now: () => number,
	) {}

	/** Sends one step or more, reads their results together, and finishes the steps in order. */
	async run(
		startStep: () => StepInFlight,
		maySendAnother: () => boolean,
	): Promise<readonly RunEvent[]> {
		const began = this.now();
		const inFlight: { readonly step: StepInFlight; readonly read: SentStep }[] = [];
		for (let isOpen = true; isOpen;) {
			const step = startStep();
			const { read, mustBeReadFirst } = (await step.next()).value as StepSent;
			inFlight.push({ step, read });
			isOpen = !mustBeReadFirst && inFlight.length < this.#limit && maySendAnother();
		}
		const results = await Promise.all(inFlight.map(({ read }) => read()));
		const milliseconds = (this.now() - began) / inFlight.length;
		const events: RunEvent[] = [];
		for (const [i, { step }] of inFlight.entries()) {
			const { value } = await step.next({ ...results[i], milliseconds });
			for (const event of value as readonly RunEvent[]) events.push(event);
		}
		this.#adapt(milliseconds);
		return events;
	}

	/** The software path has computed a step when it returns, so read-ahead gains nothing there. */
	#adapt(milliseconds: number): void {
		if (this.backend !== 'webgpu') return;
		this.#limit = Math.max(1, Math.min(maxSteps, Math.floor(targetMilliseconds / milliseconds)));
	}
}
