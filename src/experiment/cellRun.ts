/** The runs of a study's cells, by their ids: which study and cell a run belongs to, and whether the list of runs shows it. */
import type { RunRecord } from './stores.ts';

/** Never listed: it goes when its result is stored. */
const passing = 'cell';
/** Listed once it has finished: the visitor asked to keep the study's runs. */
const kept = 'kept-cell';

export const cellRunId = (studyId: string, cell: string, keep: boolean): string =>
	[keep ? kept : passing, studyId, cell].join(':');

/** null: a run of the bench. */
export function cellOfRun(runId: string): { readonly studyId: string; readonly cell: string } | null {
	const [kind, studyId, cell, ...rest] = runId.split(':');
	if ((kind !== passing && kind !== kept) || cell === undefined || rest.length > 0) return null;
	return { studyId, cell };
}

/** A cell's run is the study's business until it has finished, and after that unless it was to be kept. */
export const isListed = ({ id, end }: Pick<RunRecord, 'id' | 'end'>): boolean =>
	cellOfRun(id) === null || (id.startsWith(`${kept}:`) && end === 'finished');
