/** A run that begins in the middle of another: at equal weights, seed and data, with another policy from there on. Pure. */
import { InputError } from '#core/errors.ts';
import { canonicalJson } from '#core/json.ts';
import type { RunEvent } from '#training/events.ts';
import type { PolicySegment } from '#training/settings.ts';
import type { Experiment } from './experiment.ts';
import { describedRun } from './runDescription.ts';
import type { RunRecord } from './stores.ts';

/** What a fork goes on with; without it, with the policy that drew until then. */
export type ForkPolicy = Omit<PolicySegment, 'fromStep'>;

/** The experiment up to `step`, without the switches from there on. */
export function experimentUpTo(experiment: Experiment, step: number): Experiment {
	const { budget } = experiment;
	return {
		...experiment,
		policy: experiment.policy.filter(({ fromStep }) => fromStep === 0 || fromStep < step),
		// Where the seconds of one run were up says nothing of another.
		...(budget?.kind === 'seconds' && { budget: { kind: 'seconds', seconds: budget.seconds } }),
	};
}

/** What had happened when the checkpoint of `step` was stored, as in a run that goes on from there without a switch. */
export function eventsUpTo(
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
		// A run that is stopped is evaluated once more, and more thoroughly.
		if (event.type === 'evaluation' || event.type === 'samples')
			return isDue && before.findIndex((e) => e.type === event.type && e.step === step) === i;
		return true;
	});
}

/** Whether it is what draws already. */
export function goesOnWith(
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

/** Throws InputError where there is nothing left to train. */
export function demandForkable({ end, step, experiment }: RunRecord, at: number): void {
	if (at >= experiment.steps || (end === 'finished' && at >= step))
		throw new InputError(
			`The run ends with step ${step}: fork it from an earlier one, so that there is something left to train.`,
			{ step: at },
		);
}

/** The fork's record: as its parent's, but for what a person wrote to that. */
export const forkOf = (
	parent: RunRecord,
	begins: Pick<RunRecord, 'id' | 'experiment' | 'startedAt' | 'step'>,
): RunRecord => ({
	...describedRun(parent, { name: '', tags: [], notes: '' }),
	...begins,
	end: 'running',
	parent: { runId: parent.id, step: begins.step },
});
