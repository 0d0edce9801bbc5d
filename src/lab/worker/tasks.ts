/** Long tasks by name, so that one call can cancel a task that another call awaits. */
export interface Tasks {
	/** After a cancellation, `work` cleans up and rejects with the signal's AbortError. */
	run<T>(task: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
	/** Resolves when the task has ended; at once if there is none. */
	cancel(task: string): Promise<void>;
}

export function createTasks(onEnd: (task: string) => void): Tasks {
	const running = new Map<string, Set<{ controller: AbortController; ended: Promise<unknown> }>>();
	return {
		async run(task, work) {
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
				onEnd(task);
			}
		},
		async cancel(task) {
			const entries = [...(running.get(task) ?? [])];
			for (const { controller } of entries)
				controller.abort(new DOMException('Cancelled.', 'AbortError'));
			await Promise.all(entries.map(({ ended }) => ended));
		},
	};
}
