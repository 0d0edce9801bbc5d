/** The metrics by which runs can be compared, as menu entries. Pure. */
import type { Experiment } from '#lab/run/experiment.ts';
import { runWords } from '../words.en.ts';
import type { Metric } from './compareColumns.ts';

export interface MetricEntry {
	readonly value: string;
	readonly label: string;
	readonly group: string;
}

const over = ['average', 'worst', 'trainingLoss'] as const;
const bySkill = ['exact', 'loss'] as const;

/** The overall metrics, then two per skill. Each skill of any experiment appears once. */
export function metricEntries(
	experiments: readonly Experiment[],
): readonly [MetricEntry, ...MetricEntry[]] {
	const { metrics, groups } = runWords.compare;
	const names = new Map<string, string>();
	for (const { skills } of experiments)
		for (const { id, name } of skills) if (!names.has(id)) names.set(id, name);
	const [first, ...rest] = over.map((value) => ({
		value,
		label: metrics[value],
		group: groups.all,
	}));
	return [
		first,
		...rest,
		...bySkill.flatMap((kind) =>
			[...names].map(([id, name]) => ({
				value: `${kind} ${id}`,
				label: metrics[kind](name),
				group: groups[kind],
			})),
		),
	];
}

/** Parses an entry's value. */
export function parseMetric(value: string): Metric {
	const [kind, ...skill] = value.split(' ');
	if (kind === 'exact' || kind === 'loss') return { kind, skill: skill.join(' ') };
	return { kind: over.find((each) => each === kind) ?? 'average' };
}
