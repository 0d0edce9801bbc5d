/** The status of the lab and of the run in words. */
import type { LabStatus } from '#page/state/LabConnection.svelte.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';
import { takeOver } from '#page/state/tabs.ts';
import { words } from '#page/words/words.ts';

const text = words.status;
type LabWords = readonly [fact: string, advice: string];

export function labWords(status: LabStatus): LabWords {
	const [fact, advice] = text.lab[status.kind === 'ready' ? 'opening' : status.kind];
	return [status.kind === 'broken' ? `${fact} ${status.message}` : fact, advice];
}

/** Null while the lab works. */
export const troubleWords = (status: LabStatus): LabWords | null =>
	['superseded', 'deleted', 'silent', 'broken', 'elsewhere'].includes(status.kind)
		? labWords(status)
		: null;

/** The way out of trouble: a reload, which first asks for the lab if another tab has it. */
export const reloading = ({ kind }: LabStatus) => ({
	label: kind === 'elsewhere' ? text.useHere : text.reload,
	run() {
		if (kind === 'elsewhere') takeOver();
		location.reload();
	},
});

/** For screen readers, which speak each change: in training, one per tenth of the run. */
export function runWords(run: RunState | null): string {
	if (!run) return text.noRun;
	const { status, experiment } = run;
	if (status.kind === 'preparing') return text.preparing;
	if (status.kind !== 'running') return text[status.kind](status.step);
	// Under a budget the last step is unknown, so the chart's axis counts.
	const steps = experiment.budget ? run.history.steps : experiment.steps;
	const tenth = Math.max(1, Math.floor(steps / 10));
	return text.running(run.step - (run.step % tenth), steps);
}
