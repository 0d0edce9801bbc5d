/** A run's metrics as files: JSON Lines, CSV, and a config for experiment trackers. */
import { csvText } from '#core/csvText.ts';
import { runStem } from '#core/fileName.ts';
import type { RunEvent } from '#training/events.ts';
import { metricRows, type MetricRow } from './runMetrics.ts';
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
	switch (format) {
		case 'jsonl':
			return {
				name: `${stem}-metrics.jsonl`,
				mediaType: 'application/jsonl',
				text: metricsJsonl(metricRows(record, events)),
			};
		case 'csv':
			return {
				name: `${stem}-metrics.csv`,
				mediaType: 'text/csv',
				text: metricsCsv(metricRows(record, events)),
			};
		case 'config':
			return {
				name: `${stem}-config.json`,
				mediaType: 'application/json',
				text: metricsConfig(record, events, link),
			};
	}
}

/** JSON has no NaN and no infinity. Writes them as strings, as W&B and Trackio do. */
export const metricsJsonl = (rows: readonly MetricRow[]): string =>
	rows.map((row) => `${JSON.stringify(row, finite)}\n`).join('');
const finite = (_key: string, value: unknown): unknown =>
	typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** Columns in the order of this list; stable inside a group. */
const groups = [
	...['train', 'learning_rate', 'gradient_norm', 'eval', 'mix', 'examples', 'tokens'],
	...['wrong_answers', 'policy', 'time', 'prepare', 'memory'],
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
			...[row.step, new Date(1000 * row._timestamp).toISOString(), row['policy']],
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
	return `${JSON.stringify({ project: 'skillet', name: runStem(experiment, id), config }, null, '\t')}\n`;
}
