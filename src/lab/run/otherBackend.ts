/** Said in a run's log when it goes on on another kind of device than it began on. */
import type { RunEvent } from '#training/events.ts';
import type { RunRecord } from './stores.ts';

export const otherBackend = (
	{ backend }: RunRecord,
	now: { readonly backend: string; readonly step: number },
): RunEvent => ({
	type: 'warning',
	step: now.step,
	message: `This run began on ${backend} and goes on on ${now.backend}: its curve may differ in the last digits.`,
});
