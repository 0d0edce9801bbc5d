/** The rest between two steps, in which the worker answers calls. */
import type { Pace } from './runStatus.ts';

/** Goes on in a later task. Through a message, not a timer: timers sleep in a tab that is out of sight. */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

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
		const timer = setTimeout(end, left);
		woken.addEventListener('abort', end);
	});
}
