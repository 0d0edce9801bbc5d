/**
 * A run that begins in the middle of another, with its weights, seed and data; or at its end, and
 * trains on.
 */
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson, type JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
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
		// Another run under a budget of seconds ends elsewhere.
		...(budget?.kind === 'seconds' && { budget: { kind: 'seconds', seconds: budget.seconds } }),
	};
}

/** Trains this many steps after the checkpoint, in place of those that the run had left. */
export interface TrainOn {
	readonly steps: number;
	/** The rate: the longer schedule at that step, or the whole schedule again. */
	readonly then: 'continue' | 'again';
}

/** The experiment of a run that trains on from `step`. Throws InputError. */
function trainedOn(experiment: Experiment, step: number, { steps, then }: TrainOn): Experiment {
	const { schedule, steps: whole, budget } = experiment;
	if (step + steps === whole) return experiment;
	if (budget)
		throw new InputError(
			say(
				'A run with a budget of tokens or seconds does not train on. Start one without a budget.',
			),
		);
	const { stretches: all = [] } = schedule;
	const planned = all.find(({ until }) => until >= step)?.steps ?? whole;
	const before = all.filter(({ until }) => until < step);
	const stretches = step > 0 ? [...before, { until: step, steps: planned, then }] : before;
	const { stretches: _, ...rate } = schedule;
	return {
		...experiment,
		steps: step + steps,
		schedule: { ...rate, ...(stretches.length > 0 && { stretches }) },
	};
}

/** The events at the checkpoint of `step`, as in a run that resumes there without a switch. */
function eventsUpTo(
	events: readonly RunEvent[],
	step: number,
	{ evaluation }: Experiment,
): RunEvent[] {
	const mark = events.findIndex((event) => event.type === 'checkpoint' && event.step === step);
	if (mark < 0)
		throw new InputError(
			say('The log of this run has no checkpoint of step {step}. Choose another step.', { step }),
		);
	const before = events.slice(0, mark + 1);
	const isDue = step % evaluation.every === 0;
	return before.filter((event, i) => {
		if (event.step !== step) return true;
		if (event.type === 'policySwitched' || event.type === 'finished') return false;
		// The final evaluation of a stopped run is larger than the regular one.
		if (event.type === 'evaluation' || event.type === 'samples' || event.type === 'validated')
			return isDue && before.findIndex((e) => e.type === event.type && e.step === step) === i;
		return true;
	});
}

/** Whether a fork with this policy continues the experiment's last one unchanged. */
function continuesWith({ policy }: Experiment, { id, settings, artefact }: ForkPolicy): boolean {
	const last = policy.at(-1);
	return (
		last?.id === id &&
		last.artefact === artefact &&
		canonicalJson(last.settings) === canonicalJson(settings)
	);
}

export interface ForkRequest {
	readonly runId: string;
	readonly step: number;
	readonly newRunId: string;
	readonly policy?: ForkPolicy | undefined;
	readonly trainOn?: TrainOn | undefined;
}

/** Stores the fork with its own policy, as a switch at `step`. Throws InputError. */
export async function storeFork(
	{ runId, step, newRunId, policy: chosen, trainOn }: ForkRequest,
	parent: RunRecord,
	runs: RunStore,
	startedAt: number,
): Promise<void> {
	const isAtEnd = parent.end === 'finished' && step >= parent.step;
	if (!trainOn && (step >= parent.experiment.steps || isAtEnd))
		throw new InputError(
			say(
				'The run ends with step {step}: fork it from an earlier one, or say how many steps it trains on.',
				{ step: parent.step },
			),
			{ step },
		);
	const { experiment: whole } = parent;
	const upTo = experimentUpTo(trainOn ? trainedOn(whole, step, trainOn) : whole, step);
	const before = upTo.policy.filter(({ fromStep }) => fromStep < step);
	const policy = chosen && checkedPolicy([...before, { ...chosen, fromStep: step }], upTo.skills);
	const segment = policy?.at(-1);
	const switched = segment && !continuesWith(upTo, segment) ? segment : null;
	const experiment = policy && switched ? { ...upTo, policy } : upTo;
	const checkpoint = await runs.checkpoint(runId, step);
	if (!checkpoint) {
		const stored = (await runs.checkpointSteps(runId)).join(', ');
		const fix =
			stored === ''
				? say('train it again up to there')
				: say('choose one of steps {stored}', { stored });
		const message = say('No checkpoint of step {step} is kept of this run: {advice}.', {
			step,
			advice: fix,
		});
		throw new InputError(message, { runId, step });
	}
	const events = eventsUpTo(await runs.events(runId), step, experiment);
	const counters = checkpoint.counters as JsonObject;
	// Before the first step, the experiment begins with another policy.
	if (switched && step > 0) {
		const { fromStep: _, ...shown } = switched;
		events.push({ type: 'policySwitched', step, ...shown }, { type: 'checkpoint', step });
	}
	const { best, group: _, ...record } = parent;
	const fork: RunRecord = {
		...describedRun(record, { name: '', tags: [], notes: '' }),
		id: newRunId,
		experiment,
		startedAt,
		step,
		end: 'running',
		parent: { runId, step },
		// The fork chooses its best checkpoint among its own.
		...(best?.step === step && { best }),
	};
	await runs.create(fork, {
		events,
		checkpoint: {
			...checkpoint,
			runId: newRunId,
			counters: switched ? { ...counters, announced: step } : counters,
		},
	});
}
