/** Events as they must be equal for equal seeds: wall times are 0. */
import type { RunEvent } from '#training/events.ts';

export const withoutClock = (events: readonly RunEvent[]): RunEvent[] =>
	events.map((event) => ({
		...event,
		...('milliseconds' in event && { milliseconds: 0 }),
		...('probeMilliseconds' in event && { probeMilliseconds: 0 }),
	}));
