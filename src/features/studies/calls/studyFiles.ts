/** A stored study's report, and its results as files. */
import type { LabStores } from '#lab/run/stores.ts';
import type { GroupBy } from '../model/groups.ts';
import { studyMarkdown } from '../model/markdown.ts';
import { studyReport } from '../model/report.ts';
import type { StudyReport } from '../model/reportTypes.ts';
import type { CellResult } from '../model/result.ts';
import type { Study, StudyRecord } from '../model/study.ts';
import { studyCsv } from '../model/tables.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { listSkills } from '#lab/worker/skillLibrary.ts';
import { isOfCell } from './studyViews.ts';

/** Throws InputError on a factor that the study does not have. */
export async function reportOf(
	record: StudyRecord,
	stores: LabStores,
	groupBy?: GroupBy,
): Promise<StudyReport> {
	const { study, results, failures } = await cameOf(record, stores);
	return studyReport(study, await listSkills(stores), results, { failures, groupBy });
}

const types = { json: 'application/json', csv: 'text/csv', markdown: 'text/markdown' } as const;
const endings = { json: 'json', csv: 'csv', markdown: 'md' } as const;

export async function studyFile(
	as: keyof typeof types,
	record: StudyRecord,
	stores: LabStores,
	groupBy?: GroupBy,
): Promise<NamedFile> {
	const text = await textOf(as, record, stores, groupBy);
	return {
		name: `${studyFileName(record.study)}-results.${endings[as]}`,
		blob: new Blob([text], { type: types[as] }),
	};
}

async function textOf(
	as: keyof typeof types,
	record: StudyRecord,
	stores: LabStores,
	groupBy?: GroupBy,
): Promise<string> {
	const { study, results } = await cameOf(record, stores);
	if (as === 'csv') return studyCsv(study, results);
	const report = await reportOf(record, stores, groupBy);
	if (as === 'markdown') return studyMarkdown(report);
	return `${JSON.stringify({ study, report, results }, null, '\t')}\n`;
}

/** Of the cells alone: the runs of a search are stored beside them. */
async function cameOf({ id, study }: StudyRecord, stores: LabStores) {
	const ofCells = (await stores.studies.outcomes(id)).filter(isOfCell);
	return {
		study,
		results: ofCells.flatMap((outcome): CellResult[] =>
			outcome.kind === 'done' ? [outcome.result] : [],
		),
		failures: ofCells.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : [])),
	};
}

/** The title in letters that every file system takes. */
export const studyFileName = ({ title }: Study): string =>
	title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 60) || 'study';
