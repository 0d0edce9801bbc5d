/** Messages between the benchmark and its workers: one request, then one response. */
import type { Task } from './task.ts';

export type Request =
	{ readonly type: 'open'; readonly entrant: string; readonly task: Task } | Command;

/** A call of the session. */
export type Command =
	| { readonly type: 'losses' | 'time'; readonly steps: number }
	| { readonly type: 'script' | 'stats' | 'profile' | 'close' };

export type Response =
	{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** Answers requests in order. */
export type Answer = (request: Request) => Promise<Response>;
