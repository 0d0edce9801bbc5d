/**
 * A run's events as rows for experiment trackers: one row per step, with flat keys
 * (`train/loss/add`) as users of W&B and Trackio log them. Measurements after a step are in that
 * step's row. Pure.
 */
import type { Evaluation, RunEvent, StepEvent } from '#training/events.ts';
import type { PolicySegment } from '#training/settings.ts';
import type { SkillRef } from './experiment.ts';
import type { RunRecord } from './stores.ts';

/** Missing measurements have no key. Numbers may be NaN or infinite if a run diverged. */
export type MetricRow = Readonly<Record<string, number | string>> & {
	/** Completed steps; 0: the base model. */
	readonly step: number;
	/** Seconds of steps, probes, evaluations and preparations so far, without pauses. */
	readonly _runtime: number;
	/** Seconds since 1970: the run's start + _runtime, as if there were no pauses. */
	readonly _timestamp: number;
};

type Row = Record<string, number | string> & { step: number };

/** Ascending steps. `events`: the run's log, in its order. */
export function metricRows(
	{ experiment, startedAt }: Pick<RunRecord, 'experiment' | 'startedAt'>,
	events: readonly RunEvent[],
): MetricRow[] {
	const names = metricNames(experiment.skills);
	const trained = experiment.skills.map(({ use }) => use === 'train');
	const rows = new Map<number, Row & MetricRow>();
	let seconds = 0;
	const rowAt = (step: number, milliseconds = 0): Row => {
		seconds += milliseconds / 1000;
		const before = rows.get(step);
		const time = {
			...{ _runtime: seconds, _timestamp: startedAt / 1000 + seconds },
			// W&B writes its own _runtime.
			'time/run_seconds': seconds,
		};
		if (before) return Object.assign(before, time);
		const policy = policyOf(experiment.policy, step).id;
		const row = { step, _step: step, ...time, policy };
		rows.set(step, row);
		return row;
	};
	for (const event of events)
		switch (event.type) {
			case 'step': {
				const probing = event.probeMilliseconds ?? 0;
				addStep(rowAt(event.step, event.milliseconds + probing), event, names, trained);
				break;
			}
			case 'evaluation':
				addEvaluation(rowAt(event.step, event.milliseconds), event, names);
				break;
			case 'explained':
				for (const { label, values } of event.explanation.traces)
					bySkill(rowAt(event.step), `policy/${label}`, names, values);
				break;
			case 'prepared': {
				const row = rowAt(event.step, event.milliseconds);
				row['prepare/updates'] = event.updates;
				row['prepare/examples_measured'] = event.measured;
				row['prepare/seconds'] = event.milliseconds / 1000;
				break;
			}
			case 'memory':
				rowAt(event.step)['memory/bytes'] = event.bytes;
				break;
			default: // Other events have no numbers over the steps.
				break;
		}
	return [...rows.values()].sort((a, b) => a.step - b.step);
}

/** Names of the skills. Two skills with one name get their ids added. */
export function metricNames(skills: readonly Pick<SkillRef, 'id' | 'name'>[]): readonly string[] {
	return skills.map(({ id, name }) =>
		skills.filter((other) => other.name === name).length > 1 ? `${name} (${id})` : name,
	);
}

function addStep(
	row: Row,
	event: StepEvent,
	names: readonly string[],
	trained: readonly boolean[],
): void {
	const ofTrained = (values: readonly number[]) =>
		values.map((value, skill) => (trained[skill] ? value : null));
	row['train/loss'] = event.loss;
	bySkill(row, 'train/loss', names, event.skillLoss);
	row['learning_rate'] = event.learningRate;
	if (event.gradientNorm !== null) row['gradient_norm'] = event.gradientNorm;
	bySkill(row, 'mix', names, ofTrained(event.weights));
	bySkill(row, 'examples', names, ofTrained(event.drawn));
	bySkill(row, 'tokens', names, ofTrained(event.tokens));
	if (event.noisy) bySkill(row, 'wrong_answers', names, ofTrained(event.noisy));
	row['time/step_seconds'] = event.milliseconds / 1000;
	if (event.probeMilliseconds !== undefined)
		row['time/probe_seconds'] = event.probeMilliseconds / 1000;
}

function addEvaluation(
	row: Row,
	event: Evaluation & { readonly milliseconds: number },
	names: readonly string[],
): void {
	const { skills, averageExact, worstExact } = event;
	const of = (read: (score: Evaluation['skills'][number]) => number | null) => skills.map(read);
	if (averageExact !== null) row['eval/average'] = averageExact;
	if (worstExact) {
		row['eval/worst'] = worstExact.exact;
		row['eval/worst_skill'] = names[worstExact.skill];
	}
	bySkill(
		row,
		'eval/exact',
		names,
		of(({ exact }) => exact),
	);
	bySkill(
		row,
		'eval/loss',
		names,
		of(({ loss }) => loss),
	);
	bySkill(
		row,
		'eval/token_accuracy',
		names,
		of(({ tokenAccuracy }) => tokenAccuracy),
	);
	bySkill(
		row,
		'eval/examples',
		names,
		of(({ examples }) => examples),
	);
	row['time/evaluation_seconds'] = event.milliseconds / 1000;
}

function bySkill(
	row: Row,
	key: string,
	names: readonly string[],
	values: readonly (number | null | undefined)[],
): void {
	values.forEach((value, skill) => {
		if (value !== null && value !== undefined) row[`${key}/${names[skill]}`] = value;
	});
}

/** The segment that drew the batch of this step; before step 1, the first one. */
const policyOf = (policy: readonly PolicySegment[], step: number): PolicySegment =>
	policy.findLast(({ fromStep }) => fromStep < step) ?? policy[0];
