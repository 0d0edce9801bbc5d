/** Where the run stands, in one sentence: for the live region that screen readers follow. */
import type { RunState } from '#page/state/RunState.svelte.ts';
import { words } from '#page/words/words.ts';

/** While it trains it speaks every tenth of the run only: a voice that counts steps cannot be listened to. */
export function statusLine(run: RunState | null): string {
	if (!run) return words.status.noRun;
	const { status, experiment } = run;
	switch (status.kind) {
		case 'preparing':
			return words.status.preparing;
		case 'running': {
			// Under a budget the last step is not known: a tenth is of its charts then.
			const steps = experiment.budget ? run.history.steps : experiment.steps;
			const tenth = Math.max(1, Math.floor(steps / 10));
			return words.status.running(run.step - (run.step % tenth), steps);
		}
		case 'paused':
			return words.status.paused(status.step);
		case 'finished':
			return words.status.finished(status.step);
		case 'stopped':
			return words.status.stopped(status.step);
		case 'failed':
			return words.status.failed(status.step);
		default:
			return status satisfies never;
	}
}
