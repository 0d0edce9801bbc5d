/** Handlers for question sets and for the report. */
import { InputError } from '#core/errors.ts';
import { fileStem } from '#core/fileName.ts';
import { fileText } from '#core/fileText.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { maxSetBytes, parseSet, parseSetText, setFile } from '../model/parseSet.ts';
import { evaluationReport } from '../model/report.ts';
import { reportFormats } from '../model/reportTables.ts';
import { openAll } from './answerHandlers.ts';
import type { ReportRequest } from './evaluationCalls.ts';
import { deleteSet, keepSet, listSets, openSet, setInfoOf } from './questionLibrary.ts';

export const questionHandlers = ({ stores }: OpenLab): HandlersOf<'question' | 'evaluation'> => {
	async function makeReport({ questions: sha256, answerSets }: ReportRequest) {
		const questions = await openSet(sha256, stores);
		const info = await setInfoOf(sha256, stores);
		const records = await openAll(answerSets, stores);
		const other = records.find(({ set }) => set.questions !== sha256);
		if (other)
			throw new InputError(
				`“${other.set.by.name}” answers another question set. Choose answers to this one.`,
				{ id: other.id },
			);
		const sets = records.map(({ set }) => set);
		const scores = records.flatMap((record) => record.scores);
		return { questions, report: evaluationReport(questions, sets, scores, info) };
	}

	return {
		'question.list': async () => listSets(stores),
		'question.open': async ({ sha256 }) => openSet(sha256, stores),
		'question.import': async ({ file }) =>
			keepSet(parseSetText(await fileText(file, maxSetBytes), file.name), stores),
		'question.save': async ({ set }) => keepSet(parseSet(set), stores),
		'question.export': async ({ sha256 }) => {
			const { name, text } = setFile(await openSet(sha256, stores));
			return { name, blob: new Blob([text], { type: 'application/json' }) };
		},
		'question.delete': async ({ sha256 }) => deleteSet(sha256, stores),

		'evaluation.report': async (request) => (await makeReport(request)).report,
		'evaluation.export': async ({ format, ...request }) => {
			const { questions, report } = await makeReport(request);
			const { type, extension, text } = reportFormats[format];
			return {
				name: `${fileStem('evaluation', questions.name)}.${extension}`,
				blob: new Blob([text(report, questions)], { type }),
			};
		},
	};
};
