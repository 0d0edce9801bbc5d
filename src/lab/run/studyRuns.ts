/** The runs that studies make: their ids, and which of them a list of runs shows. */

/** Prefix of the ids of runs that a study makes. */
export const studyRunPrefix = 'study:';

export const isStudyRun = ({ id }: { readonly id: string }): boolean =>
	id.startsWith(studyRunPrefix);

/** Leaves out unnamed runs of studies. */
export const listedRuns = <R extends { readonly id: string; readonly name?: string }>(
	runs: readonly R[],
): readonly R[] => runs.filter((run) => !isStudyRun(run) || run.name !== undefined);
