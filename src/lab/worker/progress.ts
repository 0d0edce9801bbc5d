/**
 * Progress of long tasks as events: a new label at once, a new fraction at most ten times a second.
 */
import { canonicalJson } from '#core/json.ts';
import type { Statement } from '#core/message.ts';
import type { LabEvent } from './protocol.ts';

export interface Progress {
	report(task: string, label: Statement, fraction: number | null): void;
	/** Ends the task; the page removes it if it was shown. */
	done(task: string): void;
}

export function createProgress(emit: (event: LabEvent) => void, interval = 100): Progress {
	const shown = new Map<string, { label: Statement; at: number }>();
	return {
		report(task, label, fraction) {
			const before = shown.get(task);
			const at = performance.now();
			const isShown = before && canonicalJson(before.label) === canonicalJson(label);
			if (isShown && at - before.at < interval) return;
			shown.set(task, { label, at });
			emit({ event: 'progress', task, label, fraction });
		},
		done(task) {
			const before = shown.get(task);
			if (!before) return;
			shown.delete(task);
			emit({ event: 'progress', task, label: before.label, fraction: 1, done: true });
		},
	};
}
