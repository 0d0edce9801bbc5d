/**
 * Read-ahead: several steps are sent to a GPU together, and the next ones before these are read. A
 * wait for a GPU takes a millisecond or more, as much as a step of a small model, and the GPU has
 * work meanwhile. Read-ahead changes no number.
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

/** Receives the events of steps while later ones are on their way. */
export interface StepReceiver {
	/** Called for all but the last steps, and for those before one that fails. */
	report(events: readonly RunEvent[]): void;
	/** False: no more steps are sent. */
	goesOn(): boolean;
}

/** Steps that are read together. */
interface Group {
	readonly steps: readonly { readonly step: StepInFlight; readonly result: Promise<StepResult> }[];
	readonly mustBeReadFirst: boolean;
}

export class ReadAhead {
	#limit = 1;
	/** Whether a group is sent before the one before it is read. */
	#overlaps = false;

	constructor(
		private readonly backend: DeviceReport['backend'],
		private readonly now: () => number,
	) {}

	/**
	 * Sends one step or more and finishes them in order. Returns the events that `receiver` did not
	 * get. Without a receiver, these are the events of the first group.
	 */
	async run(
		startStep: () => StepInFlight,
		maySendAnother: () => boolean,
		receiver?: StepReceiver,
	): Promise<readonly RunEvent[]> {
		let since = this.now();
		let group = await this.#send(startStep, maySendAnother);
		for (;;) {
			const isFollowed =
				this.#overlaps && !group.mustBeReadFirst && maySendAnother() && receiver?.goesOn();
			const next = isFollowed ? await this.#send(startStep, maySendAnother) : undefined;
			await Promise.allSettled(group.steps.map(({ result }) => result));
			const arrived = this.now();
			const milliseconds = (arrived - since) / group.steps.length;
			since = arrived;
			this.#adapt(milliseconds);
			const events = await finish(group, milliseconds, receiver);
			if (!next) return events;
			receiver!.report(events);
			group = next;
		}
	}

	async #send(startStep: () => StepInFlight, maySendAnother: () => boolean): Promise<Group> {
		const sent: (StepSent & { readonly step: StepInFlight })[] = [];
		do {
			const step = startStep();
			sent.push({ step, ...((await step.next()).value as StepSent) });
		} while (!sent.at(-1)!.mustBeReadFirst && sent.length < this.#limit && maySendAnother());
		const steps = sent.map(({ step, read }) => ({ step, result: read() }));
		// A group is not read if the one before it fails.
		for (const { result } of steps) result.catch(() => undefined);
		return { steps, mustBeReadFirst: sent.at(-1)!.mustBeReadFirst };
	}

	/** The software path has computed a step when it returns, so read-ahead gains nothing there. */
	#adapt(milliseconds: number): void {
		if (this.backend !== 'webgpu') return;
		const fitting = Math.floor(targetMilliseconds / milliseconds);
		this.#limit = Math.max(1, Math.min(maxSteps, fitting));
		this.#overlaps = fitting >= 1;
	}
}

/** The events of the group's steps. If one fails, `receiver` gets the events before it. */
async function finish(
	{ steps }: Group,
	milliseconds: number,
	receiver: StepReceiver | undefined,
): Promise<readonly RunEvent[]> {
	const events: RunEvent[] = [];
	try {
		for (const { step, result } of steps) {
			const { value } = await step.next({ ...(await result), milliseconds });
			for (const event of value as readonly RunEvent[]) events.push(event);
		}
	} catch (error) {
		if (events.length > 0) receiver?.report(events);
		throw error;
	}
	return events;
}
