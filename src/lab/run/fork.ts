/**
 * A run that begins in the middle of another: equal weights, seed and data, another policy from
 * there on.
 */
import { InputError } from '#core/errors.ts';
import { canonicalJson } from '#core/json.ts';
import type { RunEvent } from '#training/events.ts';
import type { PolicySegment } from '#training/settings.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import { describedRun } from './runDescription.ts';
import type { RunRecord, RunStore } from './stores.ts';

/** The policy of the fork; without it, the parent's policy continues. */
export type ForkPolicy = Omit<PolicySegment, 'fromStep'>;

/** The experiment up to `step`, without later switches. */
export function experimentUpTo(experiment: Experiment, step: number): Experiment {
	const { budget } = experiment;
	return {
		...experiment,
		policy: experiment.policy.filter(({ fromStep }) => fromStep === 0 || fromStep < step),
		// The end of one run under a budget of seconds does not apply to another run.
		...(budget?.kind === 'seconds' && { budget: { kind: 'seconds', seconds: budget.seconds } }),
	};
}

/** The events at the checkpoint of `step`, as in a run that resumes there without a switch. */
function eventsUpTo(
	events: readonly RunEvent[],
	step: number,
	{ evaluation }: Experiment,
): RunEvent[] {
	const mark = events.findIndex((event) => event.type === 'checkpoint' && event.step === step);
	if (mark < 0) throw new InputError(`The log of this run has no checkpoint of step ${step}.`);
	const before = events.slice(0, mark + 1);
	const isDue = step % evaluation.every === 0;
	return before.filter((event, i) => {
		if (event.step !== step) return true;
		if (event.type === 'policySwitched') return false;
		// The final evaluation of a stopped run is larger than the regular one.
		if (event.type === 'evaluation' || event.type === 'samples')
			return isDue && before.findIndex((e) => e.type === event.type && e.step === step) === i;
		return true;
	});
}

/** Whether `policy` is the one that draws already. */
export function continuesWith(
	{ policy }: Experiment,
	{ id, settings, artefact }: ForkPolicy,
): boolean {
	const last = policy.at(-1);
	return (
		last?.id === id &&
		last.artefact === artefact &&
		canonicalJson(last.settings) === canonicalJson(settings)
	);
}

/** Throws InputError if no step is left to train. */
function demandForkable({ end, step, experiment }: RunRecord, at: number): void {
	if (at >= experiment.steps || (end === 'finished' && at >= step))
		throw new InputError(
			`The run ends with step ${step}: fork it from an earlier one, ` +
				'so that there is something left to train.',
			{ step: at },
		);
}

/** The fork's record: the parent's, without its description. */
const forkOf = (
	parent: RunRecord,
	begins: Pick<RunRecord, 'id' | 'experiment' | 'startedAt' | 'step'>,
): RunRecord => ({
	...describedRun(parent, { name: '', tags: [], notes: '' }),
	...begins,
	end: 'running',
	parent: { runId: parent.id, step: begins.step },
});

export interface ForkRequest {
	readonly runId: string;
	readonly step: number;
	readonly newRunId: string;
	readonly policy?: ForkPolicy | undefined;
}

/**
 * Stores a run that begins at the requested checkpoint, and returns the segment of its own policy.
 * Throws InputError, and stores nothing, if the fork is impossible.
 */
export async function storeFork(
	{ runId, step, newRunId, policy }: ForkRequest,
	parent: RunRecord,
	runs: RunStore,
	startedAt: number,
): Promise<PolicySegment | undefined> {
	demandForkable(parent, step);
	const experiment = experimentUpTo(parent.experiment, step);
	const before = experiment.policy.filter(({ fromStep }) => fromStep < step);
	const asked =
		policy && checkedPolicy([...before, { ...policy, fromStep: step }], experiment.skills);
	const checkpoint = await runs.checkpoint(runId, step);
	if (!checkpoint) {
		const kept = (await runs.checkpointSteps(runId)).join(', ');
		const mend = kept === '' ? 'train it again up to there' : `choose one of steps ${kept}`;
		throw new InputError(`No checkpoint of step ${step} is kept of this run: ${mend}.`, {
			runId,
			step,
		});
	}
	const events = eventsUpTo(await runs.events(runId), step, experiment);
	await runs.create(forkOf(parent, { id: newRunId, experiment, startedAt, step }), {
		events,
		checkpoint: { ...checkpoint, runId: newRunId },
	});
	return asked?.at(-1);
}
