/** Long tasks by name, so that a call can end one that another call is waiting for. */
export interface Tasks {
	/** `work` rejects with the signal's AbortError once it is cancelled, and has left no trace by then. */
	run<T>(task: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
	/** Resolves when the task has ended; at once if it is over already. */
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
