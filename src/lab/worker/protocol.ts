/**
 * The protocol between page and worker, types only. `Calls` is all that the page can ask: the files
 * that are imported here declare the calls. `LabEvents` is all that the worker reports.
 */
import type { LibraryCalls } from '#lab/features/library/calls/libraryCalls.ts';
import type { EvaluationCalls } from '#lab/features/questions/calls/evaluationCalls.ts';
import type { QueueCalls, QueueEvents } from '#lab/features/queue/calls/queueCalls.ts';
import type { RaceCalls } from '#lab/features/race/calls/raceCalls.ts';
import type { StoredRunCalls } from '#lab/features/runs/calls/runFileCalls.ts';
import type { StudyCalls, StudyEvents } from '#lab/features/studies/calls/studyCalls.ts';
import type { Handlers, OwnCalls, OwnEvents, WireError } from './ownCalls.ts';

/** Two features with a call of the same name are a type error. */
export interface Calls
	extends
		OwnCalls,
		LibraryCalls,
		EvaluationCalls,
		QueueCalls,
		RaceCalls,
		StoredRunCalls,
		StudyCalls {}
export interface LabEvents extends OwnEvents, QueueEvents, StudyEvents {}

export type CallName = keyof Calls;
/** Every call as a function: what the client offers and the worker's handlers do. */
export type Lab = Handlers<Calls>;

export type LabRequest = {
	[K in CallName]: { id: number; call: K; request: Calls[K]['request'] };
}[CallName];
export type LabReply =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly error: WireError };
export type LabEvent = {
	[Name in keyof LabEvents]: { readonly event: Name } & LabEvents[Name];
}[keyof LabEvents];
export type LabMessage = LabReply | LabEvent;
