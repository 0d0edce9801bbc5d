/** The status of the lab and of the run in words. */
import type { LabStatus } from '#page/state/LabConnection.svelte.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import { words } from '#page/words/words.ts';

const text = words.status;
type LabWords = readonly [fact: string, advice: string];

export function labWords(status: LabStatus): LabWords {
	switch (status.kind) {
		case 'opening':
		case 'ready':
			return [text.opening, text.openingWhat];
		case 'waiting':
			return [text.waiting, text.waitingWhat];
		case 'superseded':
			return [text.superseded, text.supersededWhat];
		case 'broken':
			return [`${text.broken} ${status.message}`, text.brokenWhat];
		default:
			return status satisfies never;
	}
}

/** Null while the lab works. */
export const troubleWords = (status: LabStatus): LabWords | null =>
	status.kind === 'superseded' || status.kind === 'broken' ? labWords(status) : null;

/**
 * One sentence for screen readers. During training it changes only every tenth of the run, because
 * a reader speaks each change.
 */
export function runWords(run: RunState | null): string {
	if (!run) return text.noRun;
	const { status, experiment } = run;
	switch (status.kind) {
		case 'preparing':
			return text.preparing;
		case 'running': {
			// Under a budget the last step is unknown, so the chart's axis counts.
			const steps = experiment.budget ? run.history.steps : experiment.steps;
			const tenth = Math.max(1, Math.floor(steps / 10));
			return text.running(run.step - (run.step % tenth), steps);
		}
		case 'paused':
		case 'finished':
		case 'stopped':
		case 'failed':
			return text[status.kind](status.step);
		default:
			return status satisfies never;
	}
}
