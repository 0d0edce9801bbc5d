/** The status of the lab and of the run in words. */
import { statementText } from '#engine/core/message.ts';
import type { LabStatus } from '#lab/page/state/LabConnection.svelte.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import { takeOver } from '#lab/page/state/tabs.ts';
import { errorText, words } from '#lab/page/words/words.ts';
import { readStanding } from './standing.ts';

const text = words.status;
type LabWords = readonly [fact: string, advice: string];

export function labWords(status: LabStatus): LabWords {
	const [fact, advice] = text.lab[status.kind === 'ready' ? 'opening' : status.kind];
	if (status.kind !== 'broken') return [fact, advice];
	return [`${fact} ${errorText(status.error)}`, advice];
}

/** Null while the lab works. */
export const troubleWords = (status: LabStatus): LabWords | null =>
	['superseded', 'deleted', 'silent', 'broken', 'elsewhere'].includes(status.kind)
		? labWords(status)
		: null;

/** The action after a failure: a reload, which first asks for the lab if another tab has it. */
export const reloading = ({ kind }: LabStatus) => ({
	label: kind === 'elsewhere' ? text.useHere : text.reload,
	run() {
		if (kind === 'elsewhere') takeOver();
		location.reload();
	},
});

/** The run's status for screen readers. `done`: the trained part, 0 to 1, while it trains. */
export function runWords(run: RunState | null): readonly [words: string, done?: number] {
	if (!run) return [text.noRun];
	const { status, experiment, history } = run;
	if (status.kind === 'preparing')
		return [history.base ? text.opening({ step: status.step }) : text.preparing];
	const repeats = run.repeatsTo === null ? [] : [text.repeats({ step: run.repeatsTo })];
	if (status.kind !== 'running')
		return [statementText([text[status.kind]({ step: run.step }), ...repeats])];
	// Under a budget the last step is unknown: use the end of the chart's axis.
	const steps = experiment.budget ? history.steps : experiment.steps;
	const { now: right = null, unit = 'answers' } =
		readStanding(history.base, history.latest, experiment) ?? {};
	return [text.running({ step: run.step, steps, right, unit }), run.step / steps];
}

/** Text of a live region: new states at once; progress per tenth, at most once in `rest` ms. */
export function sparingly(now = () => performance.now(), rest = 10_000) {
	let [said, tenth, at] = ['', -1, 0];
	return (words: string, done?: number): string => {
		const next = done === undefined ? -1 : Math.floor(10 * done);
		const isEnough = next < 0 || tenth < 0 || (next !== tenth && now() - at >= rest);
		if (isEnough) [said, tenth, at] = [words, next, now()];
		return said;
	};
}
