/** The list of studies and the open study after an event of the worker. */
import type { OpenStudy, StudyStatus, StudySummary } from '../calls/studyCalls.ts';
import type { CellOutcome } from '../model/result.ts';

type List = readonly StudySummary[];

export const listWithStatus = (list: List, studyId: string, status: StudyStatus): List =>
	updated(list, studyId, (summary) => ({ ...withStatus(summary, status), begun: true }));

/** The runs of a search are no cells. */
export const listWithOutcome = (list: List, { studyId, kind, factors }: CellOutcome): List =>
	Object.hasOwn(factors, 'search')
		? list
		: updated(list, studyId, (summary) => ({ [kind]: summary[kind] + 1 }));

const updated = (
	list: List,
	studyId: string,
	change: (summary: StudySummary) => Partial<StudySummary>,
): List =>
	list.map((summary) =>
		summary.record.id === studyId ? { ...summary, ...change(summary) } : summary,
	);

/** A study that trains is marked as going, so that a reload can recognise an interruption. */
export const withStatus = <S extends Pick<OpenStudy, 'record' | 'status'>>(
	study: S,
	status: StudyStatus,
): S => ({ ...study, status, record: { ...study.record, going: status.kind === 'running' } });

export const openWithOutcome = (open: OpenStudy, outcome: CellOutcome): OpenStudy => ({
	...open,
	outcomes: [...open.outcomes.filter(({ cell }) => cell !== outcome.cell), outcome],
});

/** The experiment with the cell's model, and milliseconds per step. null: nothing was measured. */
export function measuredPace({ record, cells }: OpenStudy, outcome: CellOutcome) {
	if (outcome.kind !== 'done' || outcome.result.steps === 0) return null;
	const id = cells.find(({ key }) => key === outcome.cell)?.model;
	if (id === undefined) return null;
	const { experiment } = record.study;
	const { trainingMilliseconds, steps } = outcome.result;
	return {
		experiment: { ...experiment, model: { ...experiment.model, id } },
		millisecondsPerStep: trainingMilliseconds / steps,
	};
}
