/** Long lists and pages appear in parts, so that no task keeps the page from answering. */
import { nextTask } from '#engine/core/nextTask.ts';

/**
 * The number of entries to show now: `part` at first, and `part` more in each task. After a shorter
 * list, a longer one appears in parts again.
 */
export function gradually(count: () => number, part: number): () => number {
	let shown = $state(part);
	$effect(() => {
		const all = count();
		if (shown >= all) {
			shown = Math.max(part, all);
			return;
		}
		let isGone = false;
		void nextTask().then(() => {
			if (!isGone) shown += part;
		});
		return () => void (isGone = true);
	});
	return () => shown;
}
