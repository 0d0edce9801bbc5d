/** The pace and the status of a run, and the receiver of its events. */
import type { RunEvent } from '#training/events.ts';

/** full: without rests. slow: one step per `milliseconds`. until: pauses after `step` steps. */
export type Pace =
	| { readonly kind: 'full' }
	| { readonly kind: 'slow'; readonly milliseconds: number }
	| { readonly kind: 'until'; readonly step: number };

/** `Failure` is an Error in the worker and a WireError in the page. */
export type RunStatusWith<Failure> =
	| { readonly kind: 'preparing'; readonly step: number }
	| { readonly kind: 'paused'; readonly step: number }
	| { readonly kind: 'running'; readonly step: number; readonly pace: Pace }
	| { readonly kind: 'finished'; readonly step: number }
	| { readonly kind: 'stopped'; readonly step: number }
	| { readonly kind: 'failed'; readonly step: number; readonly error: Failure };

/** Receives what happens in a run. */
export interface RunWatcher {
	events(runId: string, events: readonly RunEvent[]): void;
	status(runId: string, status: RunStatusWith<Error>): void;
	/** A long part of the work in words; null: it has ended. */
	progress(runId: string, part: { label: string; fraction: number | null } | null): void;
}
