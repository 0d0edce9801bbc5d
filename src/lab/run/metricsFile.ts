/**
 * A run's metrics as files: JSON Lines, CSV, and a config for experiment trackers. A row per step
 * has flat keys (`train/loss/add`) as users of W&B and Trackio log them. Measurements after a step
 * are in that step's row. Pure.
 */
import { csvText } from '#core/csvText.ts';
import { runStem } from '#core/fileName.ts';
import type { Evaluation, RunEvent, StepEvent } from '#training/events.ts';
import type { SkillRef } from './experiment.ts';
import type { RunRecord } from './stores.ts';

/**
 * jsonl: one object per step. csv: one row per step. config: one JSON object with the experiment
 * and its link.
 */
export type MetricsFormat = 'jsonl' | 'csv' | 'config';

export interface MetricsFile {
	readonly name: string;
	readonly mediaType: string;
	readonly text: string;
}

/** `link`: the address that opens the run's experiment. */
export function metricsFile(
	format: MetricsFormat,
	record: RunRecord,
	events: readonly RunEvent[],
	link: string,
): MetricsFile {
	const stem = runStem(record.experiment, record.id);
	if (format === 'config') {
		const text = metricsConfig(record, events, link);
		return { name: `${stem}-config.json`, mediaType: 'application/json', text };
	}
	const rows = metricRows(record, events);
	return format === 'jsonl'
		? {
				name: `${stem}-metrics.jsonl`,
				mediaType: 'application/jsonl',
				text: metricsJsonl(rows),
			}
		: { name: `${stem}-metrics.csv`, mediaType: 'text/csv', text: metricsCsv(rows) };
}

/** JSON has no NaN and no infinity. Writes them as strings, as W&B and Trackio do. */
export const metricsJsonl = (rows: readonly MetricRow[]): string =>
	rows.map((row) => `${JSON.stringify(row, finite)}\n`).join('');
const finite = (_key: string, value: unknown): unknown =>
	typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** Columns in the order of this list; stable inside a group. */
const groups = [
	'train',
	'learning_rate',
	'gradient_norm',
	'eval',
	'mix',
	'examples',
	'tokens',
	'wrong_answers',
	'policy',
	'time',
	'prepare',
	'memory',
];
const ownColumns = new Set(['step', '_step', '_timestamp', '_runtime', 'policy']);

/**
 * Replaces W&B's time keys by `timestamp` (ISO 8601), which spreadsheets and trackio.import_csv
 * read.
 */
export function metricsCsv(rows: readonly MetricRow[]): string {
	const found = new Set<string>();
	for (const row of rows) for (const key in row) if (!ownColumns.has(key)) found.add(key);
	const place = (key: string) => groups.indexOf(key.split('/', 1)[0]);
	const columns = [...found].sort((a, b) => place(a) - place(b));
	return csvText(
		['step', 'timestamp', 'policy', ...columns],
		rows.map((row) => [
			row.step,
			new Date(1000 * row._timestamp).toISOString(),
			row['policy'],
			...columns.map((column) => row[column]),
		]),
	);
}

/** Arguments of `wandb.init(**config)` and `trackio.init(**config)`: project, name and config. */
function metricsConfig(record: RunRecord, events: readonly RunEvent[], link: string): string {
	const { id, experiment, startedAt, backend, end } = record;
	const config = {
		link,
		run_id: id,
		started_at: new Date(startedAt).toISOString(),
		backend,
		state: end,
		steps_done: events.findLast(({ type }) => type === 'step')?.step ?? 0,
		experiment,
	};
	const init = { project: 'skillet', name: runStem(experiment, id), config };
	return `${JSON.stringify(init, null, '\t')}\n`;
}

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
	/** The policy that drew the batch of this step; before step 1, the first one. */
	const policyAt = (step: number): string =>
		(experiment.policy.findLast(({ fromStep }) => fromStep < step) ?? experiment.policy[0]).id;
	const rows = new Map<number, Row & MetricRow>();
	let seconds = 0;
	const rowAt = (step: number, milliseconds = 0): Row => {
		seconds += milliseconds / 1000;
		const before = rows.get(step);
		const time = {
			_runtime: seconds,
			_timestamp: startedAt / 1000 + seconds,
			// W&B writes its own _runtime.
			'time/run_seconds': seconds,
		};
		if (before) return Object.assign(before, time);
		const policy = policyAt(step);
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

/** Values of an evaluation by skill, and their keys. */
const scoreKeys = [
	['exact', 'eval/exact'],
	['loss', 'eval/loss'],
	['tokenAccuracy', 'eval/token_accuracy'],
	['examples', 'eval/examples'],
] as const;

function addEvaluation(
	row: Row,
	event: Evaluation & { readonly milliseconds: number },
	names: readonly string[],
): void {
	const { skills, averageExact, worstExact } = event;
	if (averageExact !== null) row['eval/average'] = averageExact;
	if (worstExact) {
		row['eval/worst'] = worstExact.exact;
		row['eval/worst_skill'] = names[worstExact.skill];
	}
	for (const [score, key] of scoreKeys) {
		const values = skills.map((skill) => skill[score]);
		bySkill(row, key, names, values);
	}
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
