/** Parts of the page take turns, because all of the workbench in one task takes 150 ms. */
import { nextTask } from '#engine/core/nextTask.ts';

let last = Promise.resolve();

/** Resolves in a task of its own, after those of all that asked before. */
export const nextTurn = (): Promise<void> => (last = last.then(nextTask));

/** Resolves when no part waits for its turn. */
export async function allTurns(): Promise<void> {
	for (let seen; seen !== last;) {
		seen = last;
		await seen;
		// A part that was drawn asks for the turns of its own parts.
		await nextTask();
	}
}
