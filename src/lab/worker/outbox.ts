/** What leaves the worker, in order: a run's events gathered to at most one message per 100 ms, the rest at once. */
import type { RunEvent } from '#training/events.ts';
import type { LabMessage } from './protocol.ts';

export interface Outbox {
	readonly send: (message: LabMessage) => void;
}

export function createOutbox(post: (message: LabMessage) => void, interval = 100): Outbox {
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

	return {
		send(message) {
			if (!('event' in message) || message.event !== 'run.events') {
				// What happened before this message is told before it.
				flush();
				post(message);
				return;
			}
			const { runId, events } = message;
			waiting.set(runId, [...(waiting.get(runId) ?? []), ...events]);
			// By the clock as well as by the timer, which sleeps in a tab that is out of sight.
			const due = lastFlush + interval - performance.now();
			if (due <= 0) flush();
			// eslint-disable-next-line no-restricted-globals -- no step waits for it
			else timer ??= setTimeout(flush, due);
		},
	};
}
