/** Calls about answers to question sets: made by the lab's models or read from a file, and the scores that people and judges give. */
import { fileStem } from '#core/fileName.ts';
import { InputError } from '#core/errors.ts';
import {
	answerSetInfo,
	answersText,
	maxAnswersBytes,
	mergedScores,
	parseAnswers,
	parseScores,
	scoresOf,
	scorerName,
	scoresText,
	type AnswerSet,
	type AnswerSetInfo,
	type QuestionSet,
	type Score,
} from '../model/questions.ts';
import { answererOf, answerQuestions, defaultAnswerTokens } from '../model/answerQuestions.ts';
import type { AnswerSetRecord } from '../model/questionStores.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import type { LabSession } from '#lab/worker/labSession.ts';
import { textOf } from '#lab/worker/namedText.ts';
import { findSet, keepAnswered, openSet } from './questionLibrary.ts';

const mostTokens = 4096;

export const answerHandlers = (session: LabSession): HandlersOf<'answer'> => {
	const stores = async () => (await session.opened()).stores;
	const infoOf = async (id: string): Promise<AnswerSetInfo> => {
		const { set, scores } = await openAnswers(id, await stores());
		return answerSetInfo(set, scores.length);
	};

	async function make(
		questions: QuestionSet,
		{
			sha256,
			runId,
			models,
			maxTokens,
		}: {
			sha256: string;
			runId: string;
			models: readonly ('base' | 'tuned')[];
			maxTokens: number;
		},
		{ signal, onProgress }: { signal: AbortSignal; onProgress: (done: number, of: number) => void },
	): Promise<AnswerSet[]> {
		const { control, models: library } = await session.opened();
		const answered = await answerQuestions(questions.questions, {
			...{ models, maxTokens, signal, onProgress },
			openRun: () => control.forAnswer(runId, signal),
		});
		const infos = await library.list();
		return answered.map(({ model, answers, record }): AnswerSet => {
			const ref = record.experiment.model;
			const name = infos.find((info) => info.sha256 === ref.sha256)?.name ?? ref.id;
			return {
				id: crypto.randomUUID(),
				questions: sha256,
				by: answererOf(record, model, name),
				origin: { kind: 'lab' },
				madeAt: Date.now(),
				answers,
			};
		});
	}

	return {
		'answer.list': async ({ questions }) => (await stores()).answerSets.list(questions),
		'answer.open': async ({ id }) => {
			const { set, scores } = await openAnswers(id, await stores());
			return { set, scores };
		},
		'answer.make': async ({
			task,
			questions: sha256,
			runId,
			models,
			maxTokens = defaultAnswerTokens,
		}) => {
			if (!Number.isInteger(maxTokens) || maxTokens < 1 || maxTokens > mostTokens)
				throw new InputError(
					`maxTokens: must be a whole number from 1 to ${mostTokens}, not ${maxTokens}.`,
					{ field: 'maxTokens' },
				);
			const here = await stores();
			const questions = await openSet(sha256, here);
			return session.tasks.run(task, async (signal) => {
				const label = `Answering ${questions.name}`;
				session.progress.report(task, label, 0);
				const sets = await make(
					questions,
					{ sha256, runId, models, maxTokens },
					{
						signal,
						onProgress: (done, of) => session.progress.report(task, label, done / of),
					},
				);
				signal.throwIfAborted();
				// It may have been deleted meanwhile.
				await openSet(sha256, here);
				await keepAnswered(sha256, here);
				await here.answerSets.put(sets);
				return sets.map((set) => answerSetInfo(set, 0));
			});
		},
		'answer.import': async ({ questions: sha256, file, name }) => {
			const here = await stores();
			const questions = await openSet(sha256, here);
			const read = parseAnswers(await textOf(file, maxAnswersBytes), file.name, questions);
			const set: AnswerSet = {
				id: crypto.randomUUID(),
				questions: sha256,
				by: {
					kind: 'other',
					...read.by,
					name: name?.trim() || read.by.name || file.name.replace(/\.[a-z]+$/i, ''),
				},
				origin: { kind: 'file', name: file.name },
				madeAt: Date.now(),
				answers: read.answers,
			};
			await keepAnswered(sha256, here);
			await here.answerSets.put([set]);
			return { info: answerSetInfo(set, 0), notes: read.notes };
		},
		'answer.export': async ({ id }) => {
			const { set } = await openAnswers(id, await stores());
			return {
				name: `${fileStem('answers', set.by.name)}.jsonl`,
				blob: new Blob([answersText(set.answers, set.by)], { type: 'application/jsonl' }),
			};
		},
		'answer.rename': async ({ id, name }) => {
			const given = name.trim();
			if (given === '' || given.length > 200)
				throw new InputError('name: must have 1 to 200 characters. Give it another.', {
					field: 'name',
				});
			await (
				await stores()
			).answerSets.update([id], ({ set, scores }) => ({
				set: { ...set, by: { ...set.by, name: given } },
				scores,
			}));
			return infoOf(id);
		},
		'answer.delete': async ({ id }) => (await stores()).answerSets.delete(id),

		'answer.score': async ({ scores }) => {
			const here = await stores();
			const ids = [...new Set(scores.map(({ answerSet }) => answerSet))];
			const records = await Promise.all(ids.map((id) => openAnswers(id, here)));
			const targets = await targetsOf(
				records.map(({ set }) => set),
				here,
			);
			const checked = scores.flatMap((score, i) => scoresOf(score, `scores[${i}]`, targets));
			await addScores(checked, here);
		},
		'answer.unscore': async ({ id, by, question, category }) => {
			const isMeant = (score: Score) =>
				scorerName(score.by) === scorerName(by) &&
				(question === undefined || score.question === question) &&
				(category === undefined || score.category === category);
			await (
				await stores()
			).answerSets.update([id], ({ set, scores }) => ({
				set,
				scores: scores.filter((score) => !isMeant(score)),
			}));
		},
		'answer.exportScores': async ({ ids }) => {
			const here = await stores();
			const records = await Promise.all(ids.map((id) => openAnswers(id, here)));
			const text = scoresText(records.flatMap(({ scores }) => scores));
			return { name: 'scores.jsonl', blob: new Blob([text], { type: 'application/jsonl' }) };
		},
		'answer.importScores': async ({ file }) => {
			const here = await stores();
			const text = await textOf(file, maxAnswersBytes);
			const scores = parseScores(
				text,
				file.name,
				await targetsOf(await here.answerSets.list(), here),
			);
			await addScores(scores, here);
			return { info: scores.length, notes: [] };
		},
	};
};

/** Throws InputError where there are none of this id. */
export async function openAnswers(id: string, { answerSets }: LabStores): Promise<AnswerSetRecord> {
	const record = await answerSets.get(id);
	if (record) return record;
	throw new InputError('These answers are not here: they were deleted. Choose others.', { id });
}

/** Answer sets that scores may be of, with the questions that they answer. */
async function targetsOf(
	answerSets: readonly Pick<AnswerSetInfo, 'id' | 'by' | 'questions'>[],
	stores: LabStores,
) {
	const sets = new Map<string, QuestionSet | undefined>();
	for (const sha256 of new Set(answerSets.map(({ questions }) => questions)))
		sets.set(sha256, await findSet(sha256, stores));
	return { answerSets, questionsOf: (sha256: string) => sets.get(sha256) };
}

async function addScores(scores: readonly Score[], { answerSets }: LabStores): Promise<void> {
	const ids = [...new Set(scores.map(({ answerSet }) => answerSet))];
	await answerSets.update(ids, ({ id, set, scores: older }) => ({
		set,
		scores: mergedScores(
			older,
			scores.filter(({ answerSet }) => answerSet === id),
		),
	}));
}
