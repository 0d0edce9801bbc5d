/** Sets wall times to 0, so that events of equal seeds are equal. */
import type { RunEvent } from '#lab/training/events.ts';

export const withoutClock = (events: readonly RunEvent[]): RunEvent[] =>
	events.map((event) => ({
		...event,
		...('milliseconds' in event && { milliseconds: 0 }),
		...('probeMilliseconds' in event && { probeMilliseconds: 0 }),
	}));
