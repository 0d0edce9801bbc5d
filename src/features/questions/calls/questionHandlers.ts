/** Calls about the evaluation: question sets in and out, what they are made of, and the report. */
import { InputError } from '#core/errors.ts';
import {
	categoryInfos,
	evaluationReport,
	maxSetBytes,
	parseSet,
	parseSetText,
	reportCsv,
	reportMarkdown,
	ruleInfos,
	ruleSentences,
	setFile,
	type AnswerSet,
	type Score,
} from '../model/questions.ts';
import { fileStem } from '#core/fileName.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { openAnswers } from './answerHandlers.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import type { LabSession } from '#lab/worker/labSession.ts';
import { textOf } from '#lab/worker/namedText.ts';
import { deleteSet, keepSet, listSets, openSet, setInfoOf } from './questionLibrary.ts';

const formats = {
	json: 'application/json',
	csv: 'text/csv',
	markdown: 'text/markdown',
} as const;

export const questionHandlers = (
	session: Pick<LabSession, 'opened'>,
): HandlersOf<'question' | 'evaluation'> => {
	const stores = async () => (await session.opened()).stores;

	async function report(sha256: string, ids: readonly string[]) {
		const here = await stores();
		const [questions, info] = [await openSet(sha256, here), await setInfoOf(sha256, here)];
		const { sets, scores } = await answersTo(sha256, ids, here);
		return { questions, report: evaluationReport(questions, sets, scores, info) };
	}

	return {
		'question.list': async () => listSets(await stores()),
		'question.open': async ({ sha256 }) => openSet(sha256, await stores()),
		'question.import': async ({ file }) =>
			keepSet(parseSetText(await textOf(file, maxSetBytes), file.name), await stores()),
		'question.save': async ({ set }) => keepSet(parseSet(set), await stores()),
		'question.export': async ({ sha256 }) => {
			const { name, text } = setFile(await openSet(sha256, await stores()));
			return { name, blob: new Blob([text], { type: formats.json }) };
		},
		'question.delete': async ({ sha256 }) => deleteSet(sha256, await stores()),
		'question.kit': async () => ({ categories: categoryInfos(), rules: ruleInfos() }),
		'question.sentences': async ({ rules, asked }) => ruleSentences(rules, asked),

		'evaluation.report': async ({ questions, answerSets }) =>
			(await report(questions, answerSets)).report,
		'evaluation.export': async ({ questions: sha256, answerSets, format }) => {
			const { questions, report: made } = await report(sha256, answerSets);
			const text = {
				json: () => `${JSON.stringify(made, null, '\t')}\n`,
				csv: () => reportCsv(made, questions.questions),
				markdown: () => reportMarkdown(made),
			}[format]();
			const end = format === 'markdown' ? 'md' : format;
			return {
				name: `${fileStem('evaluation', questions.name)}.${end}`,
				blob: new Blob([text], { type: formats[format] }),
			};
		},
	};
};

async function answersTo(
	sha256: string,
	ids: readonly string[],
	stores: LabStores,
): Promise<{ sets: AnswerSet[]; scores: Score[] }> {
	const records = await Promise.all(ids.map((id) => openAnswers(id, stores)));
	const other = records.find(({ set }) => set.questions !== sha256);
	if (other)
		throw new InputError(
			`“${other.set.by.name}” answers another question set. Choose answers to this one.`,
			{ id: other.id },
		);
	return {
		sets: records.map(({ set }) => set),
		scores: records.flatMap(({ scores }) => scores),
	};
}
