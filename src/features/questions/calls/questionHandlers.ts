/** Handlers for question sets and for the report. */
import { InputError } from '#core/errors.ts';
import { fileStem } from '#core/fileName.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { LabSession } from '#lab/worker/labSession.ts';
import { textOf } from '#lab/worker/namedText.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { maxSetBytes, parseSet, parseSetText, setFile } from '../model/parseSet.ts';
import { evaluationReport } from '../model/report.ts';
import { reportCsv, reportMarkdown } from '../model/reportTables.ts';
import { openAnswers } from './answerHandlers.ts';
import { deleteSet, keepSet, listSets, openSet, setInfoOf } from './questionLibrary.ts';

const formats = {
	json: { type: 'application/json', extension: 'json' },
	csv: { type: 'text/csv', extension: 'csv' },
	markdown: { type: 'text/markdown', extension: 'md' },
} as const;

export const questionHandlers = (
	session: Pick<LabSession, 'opened'>,
): HandlersOf<'question' | 'evaluation'> => {
	const openStores = async () => (await session.opened()).stores;

	async function report(sha256: string, ids: readonly string[]) {
		const stores = await openStores();
		const questions = await openSet(sha256, stores);
		const info = await setInfoOf(sha256, stores);
		const records = await answersTo(sha256, ids, stores);
		const sets = records.map(({ set }) => set);
		const scores = records.flatMap((record) => record.scores);
		return { questions, report: evaluationReport(questions, sets, scores, info) };
	}

	return {
		'question.list': async () => listSets(await openStores()),
		'question.open': async ({ sha256 }) => openSet(sha256, await openStores()),
		'question.import': async ({ file }) =>
			keepSet(parseSetText(await textOf(file, maxSetBytes), file.name), await openStores()),
		'question.save': async ({ set }) => keepSet(parseSet(set), await openStores()),
		'question.export': async ({ sha256 }) => {
			const { name, text } = setFile(await openSet(sha256, await openStores()));
			return { name, blob: new Blob([text], { type: formats.json.type }) };
		},
		'question.delete': async ({ sha256 }) => deleteSet(sha256, await openStores()),

		'evaluation.report': async ({ questions, answerSets }) =>
			(await report(questions, answerSets)).report,
		'evaluation.export': async ({ questions: sha256, answerSets, format }) => {
			const { questions, report: made } = await report(sha256, answerSets);
			const text = {
				json: () => `${JSON.stringify(made, null, '\t')}\n`,
				csv: () => reportCsv(made, questions.questions),
				markdown: () => reportMarkdown(made),
			}[format]();
			const { type, extension } = formats[format];
			return {
				name: `${fileStem('evaluation', questions.name)}.${extension}`,
				blob: new Blob([text], { type }),
			};
		},
	};
};

async function answersTo(sha256: string, ids: readonly string[], stores: LabStores) {
	const records = await Promise.all(ids.map((id) => openAnswers(id, stores)));
	const other = records.find(({ set }) => set.questions !== sha256);
	if (other)
		throw new InputError(
			`“${other.set.by.name}” answers another question set. Choose answers to this one.`,
			{ id: other.id },
		);
	return records;
}
