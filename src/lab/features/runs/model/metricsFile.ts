/**
 * A run's metrics as files: JSON Lines, CSV, and a config for experiment trackers. A row per step
 * has flat keys (`train/loss/addition`) as users of W&B and Trackio log them. Measurements after a
 * step are in that step's row. Pure.
 */
import { mean } from '#engine/core/statistics.ts';
import { csvText } from '#engine/core/csv.ts';
import { runStem } from '#engine/core/file.ts';
import type { Evaluation, RunEvent } from '#lab/training/events.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import { curveScores, widestScores } from '#lab/run/sameRows.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';

/** jsonl, csv: one object or row per step. config: JSON with the experiment and its link. */
export const metricsFormats = ['jsonl', 'csv', 'config'] as const;
export type MetricsFormat = (typeof metricsFormats)[number];

/** `link`: the address that opens the run's experiment. */
export function metricsFile(
	format: MetricsFormat,
	record: RunRecord,
	events: readonly RunEvent[],
	link: string,
): NamedFile {
	const file = (name: string, text: string, type: string) => ({
		name: `${runStem(record.experiment, record.id)}-${name}`,
		blob: new Blob([text], { type }),
	});
	if (format === 'config')
		return file('config.json', metricsConfig(record, events, link), 'application/json');
	const rows = metricRows(record, events);
	return format === 'jsonl'
		? file('metrics.jsonl', metricsJsonl(rows), 'application/jsonl')
		: file('metrics.csv', metricsCsv(rows), 'text/csv');
}

/** JSON has no NaN and no infinity. Writes them as strings, as W&B and Trackio do. */
export const metricsJsonl = (rows: readonly MetricRow[]): string =>
	rows.map((row) => `${JSON.stringify(row, finite)}\n`).join('');
const finite = (_key: string, value: unknown): unknown =>
	typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** Columns in the order of this list; stable inside a group. */
const groups =
	`train learning_rate gradient_norm eval whole mix examples tokens wrong_answers policy
	time prepare memory`.split(/\s+/);
const ownColumns = new Set(['step', '_step', '_timestamp', '_runtime', 'policy']);

/** Has `timestamp` (ISO 8601) for W&B's time keys: for spreadsheets and trackio.import_csv. */
export function metricsCsv(rows: readonly MetricRow[]): string {
	const found = new Set<string>();
	for (const row of rows) for (const key in row) if (!ownColumns.has(key)) found.add(key);
	const groupOf = (key: string) => groups.indexOf(key.split('/', 1)[0]);
	const columns = [...found].sort((a, b) => groupOf(a) - groupOf(b));
	return csvText(
		['step', 'timestamp', 'policy', ...columns],
		rows.map((row) => [
			row.step,
			new Date(Math.min(1000 * row._timestamp, latestDate)).toISOString(),
			row['policy'],
			...columns.map((column) => row[column]),
		]),
	);
}

/** Milliseconds since 1970: no date is later. The times of a run from a file can add up to more. */
const latestDate = 8.64e15;

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
	/** Seconds since 1970: the run's start + _runtime, without the pauses. */
	readonly _timestamp: number;
};

/** Ascending steps. `events`: the run's log, in its order. */
export function metricRows(
	{ experiment, startedAt }: Pick<RunRecord, 'experiment' | 'startedAt'>,
	events: readonly RunEvent[],
): MetricRow[] {
	const names = metricNames(experiment.skills);
	const trained = experiment.skills.map(({ use }) => use === 'train');
	const rows = new Map<number, MetricRow>();
	let seconds = 0;
	for (const event of events) {
		const metrics = eventMetrics(event, names, trained);
		if (!metrics) continue;
		const { step } = event;
		if ('milliseconds' in event) seconds += event.milliseconds / 1000;
		if (event.type === 'step') seconds += (event.probeMilliseconds ?? 0) / 1000;
		/** The policy that drew the batch of this step; before step 1, the first one. */
		const { id: policy } =
			experiment.policy.findLast(({ fromStep }) => fromStep < step) ?? experiment.policy[0];
		const measured = Object.entries(metrics).flatMap(([key, value]) =>
			value === null || value === undefined ? [] : [[key, value] as const],
		);
		rows.set(step, {
			...rows.get(step),
			step,
			_step: step,
			_runtime: seconds,
			_timestamp: startedAt / 1000 + seconds,
			// W&B writes its own _runtime.
			'time/run_seconds': seconds,
			policy,
			...Object.fromEntries(measured),
		});
	}
	return [...rows.values()].sort((a, b) => a.step - b.step);
}

/** Names of the skills. Two skills with one name get their ids added. */
export function metricNames(skills: readonly Pick<SkillRef, 'id' | 'name'>[]): readonly string[] {
	return skills.map(({ id, name }) =>
		skills.filter((other) => other.name === name).length > 1 ? `${name} (${id})` : name,
	);
}

/** The numbers of an event by their keys; null or undefined: not measured, or none at all. */
function eventMetrics(
	event: RunEvent,
	names: readonly string[],
	trained: readonly boolean[],
): Readonly<Record<string, number | string | null | undefined>> | undefined {
	const bySkill = (key: string, values: readonly (number | null)[]) =>
		Object.fromEntries(values.map((value, skill) => [`${key}/${names[skill]}`, value]));
	const byTrainedSkill = (key: string, values: readonly number[] = []) =>
		bySkill(
			key,
			values.map((value, skill) => (trained[skill] ? value : null)),
		);
	const seconds = 'milliseconds' in event ? event.milliseconds / 1000 : 0;
	switch (event.type) {
		case 'step': {
			const { probeMilliseconds } = event;
			return {
				'train/loss': event.loss,
				...bySkill('train/loss', event.skillLoss),
				learning_rate: event.learningRate,
				gradient_norm: event.gradientNorm,
				...byTrainedSkill('mix', event.weights),
				...byTrainedSkill('examples', event.drawn),
				...byTrainedSkill('tokens', event.tokens),
				...byTrainedSkill('wrong_answers', event.noisy),
				'time/step_seconds': seconds,
				'time/probe_seconds': probeMilliseconds && probeMilliseconds / 1000,
			};
		}
		case 'evaluation': {
			const scores = (group: string, { skills, averageExact, worstExact }: Evaluation) => {
				const read = (key: string, score: 'exact' | 'loss' | 'tokenAccuracy' | 'examples') =>
					bySkill(
						`${group}/${key}`,
						skills.map((skill) => skill[score]),
					);
				return {
					[`${group}/average`]: averageExact,
					// Where unlike measures have no average, the losses have one.
					...(averageExact === null &&
						trained.includes(true) && {
							[`${group}/average_loss`]: mean(
								skills.flatMap(({ loss }, i) => (trained[i] ? [loss] : [])),
							),
						}),
					[`${group}/worst`]: worstExact?.exact,
					[`${group}/worst_skill`]: worstExact && names[worstExact.skill],
					...read('exact', 'exact'),
					...read('loss', 'loss'),
					...read('token_accuracy', 'tokenAccuracy'),
					...read('examples', 'examples'),
				};
			};
			return {
				...scores('eval', curveScores(event)),
				...(event.also && scores('whole', widestScores(event))),
				'time/evaluation_seconds': seconds,
			};
		}
		case 'explained': {
			const { traces } = event.explanation;
			const metrics = traces.map(({ label, values }) => bySkill(`policy/${label}`, values));
			return Object.fromEntries(metrics.flatMap(Object.entries<number | null>));
		}
		case 'prepared':
			return {
				'prepare/updates': event.updates,
				'prepare/examples_measured': event.measured,
				'prepare/seconds': seconds,
			};
		case 'validated':
			return { 'eval/validation': event.value };
		case 'memory':
			return { 'memory/bytes': event.bytes };
		default: // Other events have no numbers over the steps.
			return undefined;
	}
}
