/** Runs of a study: many, made by a queue, and not the visitor's own until one of them is given a name. */

/** What their ids begin with. */
export const studyRunPrefix = 'study:';

export const isStudyRun = ({ id }: { readonly id: string }): boolean =>
	id.startsWith(studyRunPrefix);

/** Without the runs of studies that nobody has named. */
export const listedRuns = <R extends { readonly id: string; readonly name?: string }>(
	runs: readonly R[],
): readonly R[] => runs.filter((run) => !isStudyRun(run) || run.name !== undefined);
