/** The rest between two steps, in which the worker answers calls. */
import { nextTask } from '#core/nextTask.ts';
import type { Pace } from './runStatus.ts';

/** Slow motion: until `milliseconds` after `began` (performance.now()), or until `woken` aborts. */
export async function restAfterStep(pace: Pace, began: number, woken: AbortSignal): Promise<void> {
	await nextTask();
	if (pace.kind !== 'slow' || woken.aborted) return;
	const left = began + pace.milliseconds - performance.now();
	if (left <= 0) return;
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			woken.removeEventListener('abort', end);
			resolve();
		};
		// Slow motion is for someone who looks on: it may sleep when nobody does.
		// eslint-disable-next-line no-restricted-globals
		const timer = setTimeout(end, left);
		woken.addEventListener('abort', end);
	});
}
