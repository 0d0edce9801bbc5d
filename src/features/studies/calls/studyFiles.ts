/** The report of a stored study, and the files with its results. */
import type { LabStores } from '#lab/run/stores.ts';
import type { Calls, NamedFile } from '#lab/worker/protocol.ts';
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

type FileKind = Calls['study.file']['request']['as'];

export async function studyFile(
	as: FileKind,
	record: StudyRecord,
	stores: LabStores,
	groupBy?: GroupBy,
): Promise<NamedFile> {
	const { study } = record;
	const stem = studyFileName(study);
	if (as === 'study') return namedFile(`${stem}.json`, jsonText(study));
	const { results } = await readCells(record, stores);
	if (as === 'csv') return namedFile(`${stem}-results.csv`, studyCsv(study, results));
	const report = await reportOf(record, stores, groupBy);
	return as === 'markdown'
		? namedFile(`${stem}-results.md`, studyMarkdown(report))
		: namedFile(`${stem}-results.json`, jsonText({ study, report, results }));
}

const types = { json: 'application/json', csv: 'text/csv', md: 'text/markdown' } as const;

function namedFile(name: string, text: string): NamedFile {
	const type = types[name.split('.').at(-1) as keyof typeof types];
	return { name, blob: new Blob([text], { type }) };
}

const jsonText = (value: object): string => `${JSON.stringify(value, null, '\t')}\n`;

/** Leaves out the runs of a search, which are stored beside the cells. */
async function readCells({ id }: StudyRecord, stores: LabStores) {
	const outcomes = (await stores.studies.outcomes(id)).filter(isOfCell);
	return {
		results: [...resultsByCell(outcomes).values()],
		failures: outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : [])),
	};
}

/** The title in letters that every file system accepts. */
const studyFileName = ({ title }: Study): string =>
	title
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 60) || 'study';
