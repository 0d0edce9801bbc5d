/** Messages from the worker, in order. Batches a run's events to one message per 100 ms at most. */
import type { RunEvent } from '#lab/training/events.ts';
import type { LabMessage } from './protocol.ts';

/** Milliseconds between two messages with events. */
const interval = 100;

/** Returns the function that sends a message with `post`, after waiting events. */
export function createOutbox(post: (message: LabMessage) => void): (message: LabMessage) => void {
	const waiting = new Map<string, RunEvent[]>();
	let lastFlush = -Infinity;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		if (waiting.size === 0) return;
		lastFlush = performance.now();
		for (const [runId, events] of waiting) post({ event: 'run.events', runId, events });
		waiting.clear();
	};

	return (message) => {
		if (!('event' in message) || message.event !== 'run.events') {
			// Events that happened before this message leave before it.
			flush();
			post(message);
			return;
		}
		const { runId, events } = message;
		waiting.set(runId, [...(waiting.get(runId) ?? []), ...events]);
		// Checks the clock too, because timers sleep in a hidden tab.
		const due = lastFlush + interval - performance.now();
		if (due <= 0) flush();
		// eslint-disable-next-line no-restricted-globals -- no step waits for it
		else timer ??= setTimeout(flush, due);
	};
}
