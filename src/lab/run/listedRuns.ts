/** The runs that the page lists. */
import type { RunRecord } from './stores.ts';

/** Without those that their study deletes when it has their results. */
export const listedRuns = <Run extends Pick<RunRecord, 'group'>>(
	runs: readonly Run[],
): readonly Run[] => runs.filter(({ group }) => !group?.temporary);
