/** The Markdown report of a published study, made from its CSV file. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { studyLatex, studyMarkdown } from '#lab/features/studies/model/reportTables.ts';
import { studyReport } from '#lab/features/studies/model/report.ts';
import { reportTitles } from '#lab/features/studies/reportText.ts';
import { publishedStudy, resultsFolder } from './publishedStudy.ts';

/** Names of the published studies. */
export const publishedNames = (): string[] =>
	readdirSync(resultsFolder)
		.filter((file) => file.endsWith('.csv'))
		.map((file) => path.basename(file, '.csv'))
		.sort();

export const reportFile = (name: string): string => `${resultsFolder}/${name}.md`;

/**
 * Leaves out what the CSV file does not have. The link to the experiment is left out too: it
 * contains today's defaults.
 */
export function publishedReport(name: string): string {
	const known = reports.get(name);
	if (known !== undefined) return known;
	const report = writeReport(name);
	reports.set(name, report);
	return report;
}

/** A report has thousands of resamples, and each of its checks reads it. */
const reports = new Map<string, string>();

function writeReport(name: string): string {
	const { study, skills, results, columns } = publishedStudy(name);
	const report = studyReport(study, skills, results);
	const origin = { ...report.origin, devices: report.origin.devices.filter(Boolean) };
	const notes = report.notes.filter(
		({ id }) => id !== 'note.examples' || columns.includes('examples'),
	);
	return studyMarkdown({ ...report, origin, notes })
		.split('\n\n')
		.filter((part) => !part.startsWith(reportTitles.experiment))
		.join('\n\n');
}

export function publishedLatex(name: string): string {
	const { study, skills, results } = publishedStudy(name);
	return studyLatex(studyReport(study, skills, results));
}

/** The report in prettier's format, which aligns the columns of tables. */
export const formattedReport = async (name: string): Promise<string> =>
	format(publishedReport(name), { ...(await resolveConfig(reportFile(name))), parser: 'markdown' });
