/** The files of a study: the study itself, its results, and its report. */
import { fileStem } from '#engine/core/file.ts';
import { englishText } from '#engine/core/message.ts';
import { storedText } from '#languages/language.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { withLabelTexts, type ModelName } from '#lab/study/labelText.ts';
import type { StudyReport } from '#lab/study/report.ts';
import { studyMarkdown } from '../model/reportTables.ts';
import { studyCsv } from '#lab/study/studyCsv.ts';
import type { OpenStudy } from './OpenStudy.svelte.ts';

type Exportable = Pick<OpenStudy, 'study' | 'report' | 'results'>;
interface FileFormat {
	/** The end of the file's name, behind the study's title. */
	readonly suffix: string;
	readonly type: string;
	readonly text: (open: Exportable, modelName: ModelName) => string;
}

/** The report in the language in use. */
const translatedReport = ({ report }: Exportable, modelName: ModelName): StudyReport => ({
	...withLabelTexts(report, modelName),
	title: storedText(report.title),
	about: storedText(report.about),
});
const jsonText = (value: object): string => `${JSON.stringify(value, null, '\t')}\n`;

const formats = {
	markdown: {
		suffix: '-results.md',
		type: 'text/markdown',
		text: (open, modelName) => studyMarkdown(translatedReport(open, modelName)),
	},
	/** A row per cell and skill. */
	csv: {
		suffix: '-results.csv',
		type: 'text/csv',
		text: ({ study, results }) => studyCsv(study, results),
	},
	json: {
		suffix: '-results.json',
		type: 'application/json',
		text({ study, report, results }) {
			// For other programs.
			const failures = report.failures.map((cell) => {
				return { ...cell, message: englishText(cell.message) };
			});
			return jsonText({ study, report: { ...report, failures }, results });
		},
	},
	/** The study alone, which the page and the bench read. */
	study: { suffix: '.json', type: 'application/json', text: ({ study }) => jsonText(study) },
} satisfies Readonly<Record<string, FileFormat>>;
export type FileKind = keyof typeof formats;
export const fileKinds = Object.keys(formats) as FileKind[];

export function studyFile(kind: FileKind, open: Exportable, modelName: ModelName): NamedFile {
	const { suffix, type, text }: FileFormat = formats[kind];
	const stem = fileStem(open.study.title).toLowerCase();
	return { name: `${stem}${suffix}`, blob: new Blob([text(open, modelName)], { type }) };
}
