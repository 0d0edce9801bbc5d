/** The pace and the status of a run, and the receiver of its events. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { nextTask, wait } from '#engine/core/nextTask.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';
import type { RunStatement } from './messages.ts';

/**
 * full: without rests. slow: one step per `milliseconds`. until: pauses after `step` steps, with
 * rests if it has `milliseconds`.
 */
export type Pace =
	| { readonly kind: 'full' }
	| { readonly kind: 'slow'; readonly milliseconds: number }
	| { readonly kind: 'until'; readonly step: number; readonly milliseconds?: number };

/** Milliseconds that a step takes at least. */
export const leastTime = (pace: Pace): number => ('milliseconds' in pace && pace.milliseconds) || 0;

/** As fast as `pace`, up to the step. */
export const paceUntil = (step: number, pace: Pace): Pace => {
	const milliseconds = leastTime(pace);
	return { kind: 'until', step, ...(milliseconds > 0 && { milliseconds }) };
};

/** `Failure` is an Error in the worker and a WireError in the page. */
export type RunStatusWith<Failure> =
	| { readonly kind: 'preparing' | 'paused' | 'finished' | 'stopped'; readonly step: number }
	| { readonly kind: 'running'; readonly step: number; readonly pace: Pace }
	| { readonly kind: 'failed'; readonly step: number; readonly error: Failure };

/** Receives what happens in one run. */
export interface RunWatcher {
	events(events: readonly RunEvent[]): void;
	status(status: RunStatusWith<Error>): void;
	/** A long part of the work. `fraction`: null if unknown. */
	progress(label: RunStatement, fraction: number | null): void;
	progressEnded(): void;
}

/** Throws InputError if a run after `done` steps cannot keep the pace. */
export function requirePossible(pace: Pace, done: number): void {
	if (pace.kind === 'until' && !(pace.step > done))
		throw new InputError(
			say(
				'The run has done {done, plural, one {# step} other {# steps}}: give a step after that, not {step}.',
				{ done, step: pace.step },
			),
		);
}

/** For a slow pace: rests until `milliseconds` after `began`, or until `woken` aborts. */
export async function restAfterStep(pace: Pace, began: number, woken: AbortSignal): Promise<void> {
	await nextTask();
	if (woken.aborted) return;
	const left = began + leastTime(pace) - performance.now();
	// A slow run is for a person who watches, so it may sleep in a hidden tab.
	if (left > 0) await wait(left, woken).catch(() => undefined);
}

/** The last step that the trainer may take at once: the next checkpoint, or the pace's limit. */
export function lastStepAtOnce(pace: Pace, step: number, checkpointEvery: number): number {
	const checkpoint = (Math.floor(step / checkpointEvery) + 1) * checkpointEvery;
	if (leastTime(pace) > 0) return step + 1;
	return pace.kind === 'until' ? Math.min(checkpoint, pace.step) : checkpoint;
}

/** Whether `events` of the last steps up to `step` need a checkpoint. */
export const isCheckpointDue = (
	{ checkpointEvery, policy }: Experiment,
	step: number,
	events: readonly RunEvent[],
): boolean =>
	step % checkpointEvery === 0 ||
	// Before a planned switch, so that the run can be forked there.
	policy.some(({ fromStep }) => fromStep === step) ||
	events.some((event) => event.type === 'prepared' && event.artefact !== null);
