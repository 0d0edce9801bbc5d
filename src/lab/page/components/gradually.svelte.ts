/** Long lists and pages appear in parts, so that no task keeps the page from answering. */
import { nextTask } from '#engine/core/nextTask.ts';

/** The number of entries to show now: `part` at first, and `part` more in each task. */
export function gradually(count: () => number, part: number): () => number {
	let shown = $state(part);
	$effect(() => {
		if (shown >= count()) return;
		let isGone = false;
		void nextTask().then(() => {
			if (!isGone) shown += part;
		});
		return () => void (isGone = true);
	});
	return () => shown;
}
