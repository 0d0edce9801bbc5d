/** The lists that make runs, such as races and studies. Their kinds belong to features. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import type { RunRecord } from './stores.ts';

type Grouped = Pick<RunRecord, 'group'>;

/** The runs of each list, by their keys; the lists in the order of `runs`. */
export function runsByGroup<Run extends Grouped>(runs: readonly Run[]): Run[][] {
	const grouped = runs.flatMap((run) => (run.group ? { run, ...run.group } : []));
	const lists = listsByKey(grouped, ({ kind, id }) => `${kind} ${id}`);
	return [...lists.values()].map((list) =>
		list.sort((a, b) => a.key.localeCompare(b.key, 'en')).map(({ run }) => run),
	);
}

export const listedRuns = <Run extends Grouped>(runs: readonly Run[]): readonly Run[] =>
	runs.filter(({ group }) => !group?.temporary);

/**
 * The runs of lists whose making was cut off by a closed page: none has trained, and the last one,
 * which is made last, is missing. They would wait at step 0 for ever.
 */
export const unmadeRuns = (
	runs: readonly Pick<RunRecord, 'id' | 'step' | 'end' | 'group'>[],
): string[] =>
	runsByGroup(runs)
		.filter((list) => {
			const { key, of: planned = 0 } = list.at(-1)!.group!;
			const isNew = list.every(({ step, end }) => step === 0 && end === 'running');
			return Number(key) + 1 < planned && isNew;
		})
		.flatMap((list) => list.map(({ id }) => id));
