/** The run of a study's cell, by its id. */
import { studyRunPrefix } from '#lab/run/studyRuns.ts';

export const cellRunId = (studyId: string, cell: string): string =>
	`${studyRunPrefix}${studyId}:${cell}`;

export const isRunOf = (studyId: string, { id }: { readonly id: string }): boolean =>
	id.startsWith(cellRunId(studyId, ''));

export const cellOfRun = ({ id }: { readonly id: string }): string => id.split(':').at(-1) ?? '';
