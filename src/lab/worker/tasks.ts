/** Long tasks by name: their progress, and their cancellation by another call. */
import { canonicalJson } from '#engine/core/json.ts';
import type { Statement } from '#engine/core/message.ts';
import type { LabEvent } from './protocol.ts';

export type Tasks = ReturnType<typeof createTasks>;

/** Milliseconds between two fractions under one label. */
const interval = 100;

export function createTasks(emit: (event: LabEvent) => void) {
	const running = new Map<string, Set<{ controller: AbortController; ended: Promise<unknown> }>>();
	const shown = new Map<string, { label: Statement; at: number }>();

	/** Ends the progress; the page removes it if it was shown. */
	const done = (task: string): void => {
		const before = shown.get(task);
		if (!before) return;
		shown.delete(task);
		emit({ event: 'progress', task, label: before.label, fraction: 1, done: true });
	};
	return {
		done,
		/** After a cancellation, `work` cleans up and rejects with the signal's AbortError. */
		async run<T>(task: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
			const controller = new AbortController();
			const result = work(controller.signal);
			const entry = { controller, ended: result.catch(() => undefined) };
			const named = running.get(task) ?? new Set();
			running.set(task, named.add(entry));
			try {
				return await result;
			} finally {
				named.delete(entry);
				if (named.size === 0) running.delete(task);
				done(task);
			}
		},
		/** Resolves when the task has ended; at once if there is none. */
		async cancel(task: string): Promise<void> {
			const entries = [...(running.get(task) ?? [])];
			for (const { controller } of entries)
				controller.abort(new DOMException('Cancelled.', 'AbortError'));
			await Promise.all(entries.map(({ ended }) => ended));
		},
		/** Sends a new label at once, and a new fraction at most ten times a second. */
		report(task: string, label: Statement, fraction: number | null): void {
			const before = shown.get(task);
			const at = performance.now();
			const isShown = before && canonicalJson(before.label) === canonicalJson(label);
			if (isShown && at - before.at < interval) return;
			shown.set(task, { label, at });
			emit({ event: 'progress', task, label, fraction });
		},
	};
}
