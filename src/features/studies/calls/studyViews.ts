/** Stored studies as the page shows them: with counts of cells, and with errors as data. */
import { LabError } from '#core/errors.ts';
import type { SkillInfo } from '#data/skill.ts';
import { cellOfRun, isRunOf } from '../model/studyTraining.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { type Cell, planCells } from '../model/cells.ts';
import { countCells } from '../model/factors.ts';
import type { CellOutcome } from '../model/result.ts';
import { searchRuns } from '../model/search.ts';
import type { Study, StudyRecord } from '../model/study.ts';
import type { StudyStatus as StatusHere } from '../model/studyTraining.ts';
import type { OpenStudy, StudyCell, StudySize, StudyStatus, StudySummary } from './studyCalls.ts';
import { toWire } from '#lab/worker/wireError.ts';

export const wireStatus = (status: StatusHere): StudyStatus =>
	status.kind === 'idle' && status.error
		? { ...status, error: toWire(status.error) }
		: (status as StudyStatus);

/** The runs of a search have outcomes too. */
export const isOfCell = ({ factors }: CellOutcome): boolean => !Object.hasOwn(factors, 'search');

export function summaryOf(
	record: StudyRecord,
	outcomes: readonly CellOutcome[],
	status: StatusHere,
	runs: readonly RunRecord[],
): StudySummary {
	const ofCells = outcomes.filter(isOfCell);
	const failed = ofCells.filter(({ kind }) => kind === 'failed');
	return {
		record,
		status: wireStatus(status),
		cells: countCells(record.study),
		done: ofCells.filter(({ kind }) => kind === 'done').length,
		failed: failed.length,
		waiting: failed.reduce(
			(sum, { factors }) => sum + countDependents(record.study, factors.policy),
			0,
		),
		begun: outcomes.length > 0 || runs.some((run) => isRunOf(record.id, run)),
	};
}

/** The number of policies that depend on this one's mean mix, directly or indirectly. */
const countDependents = (study: Study, label: string | number): number =>
	study.policies
		.filter(({ meanOf }) => meanOf === label)
		.reduce((sum, policy) => sum + 1 + countDependents(study, policy.label), 0);

/** If the cells cannot be planned, the page still shows the stored results. */
export function openStudy(
	record: StudyRecord,
	outcomes: readonly CellOutcome[],
	status: StatusHere,
	{ skills, runs }: { readonly skills: readonly SkillInfo[]; readonly runs: readonly RunRecord[] },
): OpenStudy {
	const inHand = runs.find(
		(run) => isRunOf(record.id, run) && run.name === undefined && run.end !== 'finished',
	);
	const view = {
		record,
		outcomes,
		status: wireStatus(status),
		...(inHand && { inHand: { cell: cellOfRun(inHand), step: inHand.step } }),
	};
	try {
		return { ...view, cells: planCells(record.study, skills).map(cellView) };
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		return { ...view, cells: [], problem: error.message };
	}
}

/** Throws InputError that names the field. */
export function sizeOf(study: Study, skills: readonly SkillInfo[]): StudySize {
	const planned = planCells(study, skills);
	const cells = planned.map(cellView);
	const searches = new Set(planned.flatMap(({ search }) => search ?? []));
	const models = [...new Set(cells.map(({ model }) => model))];
	return {
		study,
		cells: cells.length,
		searchRuns: study.search ? searches.size * searchRuns(study.search) : 0,
		byModel: models.map((model) => {
			const here = cells.filter((cell) => cell.model === model);
			return { model, cells: here.length, steps: here.reduce((sum, { steps }) => sum + steps, 0) };
		}),
	};
}

function cellView({ key, factors, experiment, without, meanOf }: Cell): StudyCell {
	// A cell has one of the two.
	const { model, steps } = (experiment ?? without)!;
	return { key, factors, model: model.id, steps, ...(meanOf !== undefined && { meanOf }) };
}
