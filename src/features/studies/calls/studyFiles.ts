/** The report of a stored study, and the files with its results. */
import type { LabStores } from '#lab/run/stores.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { listSkills } from '#lab/worker/skills.ts';
import type { GroupBy } from '../model/groups.ts';
import { studyMarkdown } from '../model/markdown.ts';
import { studyReport } from '../model/report.ts';
import type { StudyReport } from '../model/reportTypes.ts';
import { resultsByCell } from '../model/result.ts';
import type { Study, StudyRecord } from '../model/study.ts';
import { studyCsv } from '../model/tables.ts';
import { isOfCell } from './studyViews.ts';

/** Throws InputError for a factor that the study does not have. */
export async function reportOf(
	record: StudyRecord,
	stores: LabStores,
	groupBy?: GroupBy,
): Promise<StudyReport> {
	const { results, failures } = await readCells(record, stores);
	return studyReport(record.study, await listSkills(stores), results, { failures, groupBy });
}

const types = { json: 'application/json', csv: 'text/csv', markdown: 'text/markdown' } as const;
const endings = { json: 'json', csv: 'csv', markdown: 'md' } as const;

export async function studyFile(
	as: keyof typeof types,
	record: StudyRecord,
	stores: LabStores,
	groupBy?: GroupBy,
): Promise<NamedFile> {
	const { study } = record;
	const { results } = await readCells(record, stores);
	const texts = {
		json: (report: StudyReport) => `${JSON.stringify({ study, report, results }, null, '\t')}\n`,
		markdown: studyMarkdown,
	};
	const text =
		as === 'csv' ? studyCsv(study, results) : texts[as](await reportOf(record, stores, groupBy));
	return {
		name: `${studyFileName(study)}-results.${endings[as]}`,
		blob: new Blob([text], { type: types[as] }),
	};
}

/** Leaves out the runs of a search, which are stored beside the cells. */
async function readCells({ id }: StudyRecord, stores: LabStores) {
	const outcomes = (await stores.studies.outcomes(id)).filter(isOfCell);
	return {
		results: [...resultsByCell(outcomes).values()],
		failures: outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : [])),
	};
}

/** The title in letters that every file system accepts. */
export const studyFileName = ({ title }: Study): string =>
	title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 60) || 'study';
