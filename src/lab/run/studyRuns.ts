/** Runs of studies. The list of runs shows one only after it has a name. */

/** Prefix of their ids. */
export const studyRunPrefix = 'study:';

export const isStudyRun = ({ id }: { readonly id: string }): boolean =>
	id.startsWith(studyRunPrefix);

/** Leaves out unnamed runs of studies. */
export const listedRuns = <R extends { readonly id: string; readonly name?: string }>(
	runs: readonly R[],
): readonly R[] => runs.filter((run) => !isStudyRun(run) || run.name !== undefined);
