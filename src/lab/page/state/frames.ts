/** Limits how often the page draws, so that training keeps the processor. */
import type { NextFrame } from './RunState.svelte.ts';

/** Milliseconds between frames: seven per second are enough to watch a curve. */
const shortestWait = 140;
/** The wait as a multiple of the last drawing time: drawing takes at most a ninth of the time. */
const waitPerCost = 8;

const browserClock = {
	now: () => performance.now(),
	after: (milliseconds: number, callback: () => void): void =>
		void setTimeout(callback, milliseconds),
	/**
	 * After the next frame, in a task of its own, so that the layout of the frame is another task.
	 * The browser waits while the tab is hidden.
	 */
	frame: (callback: () => void): void => void requestAnimationFrame(() => setTimeout(callback)),
};

export function pacedFrames(clock = browserClock): NextFrame {
	let cost = 0;
	return (callback) =>
		clock.after(Math.max(shortestWait, waitPerCost * cost), () =>
			clock.frame(() => {
				const start = clock.now();
				callback();
				// Svelte and the charts draw in microtasks, which run before a timer.
				clock.after(0, () => (cost = clock.now() - start));
			}),
		);
}
