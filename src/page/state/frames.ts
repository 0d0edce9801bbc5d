/** When the page may draw again: soon, but never so often that drawing takes much of the processor from training. */
import type { NextFrame } from './RunState.svelte.ts';

/** Seven times a second is enough to watch a curve. */
const shortestWait = 140;
/** The wait as a multiple of what drawing took: at most one part in nine goes into it. */
const waitPerCost = 8;

export interface Clock {
	now(): number;
	after(milliseconds: number, callback: () => void): void;
	/** Before the next frame; not while the tab is hidden. */
	frame(callback: () => void): void;
}

export function pacedFrames(clock: Clock): NextFrame {
	let cost = 0;
	return (callback) =>
		clock.after(Math.max(shortestWait, waitPerCost * cost), () =>
			clock.frame(() => {
				const start = clock.now();
				callback();
				// Svelte and the charts draw in microtasks: a timer comes after them.
				clock.after(0, () => (cost = clock.now() - start));
			}),
		);
}
