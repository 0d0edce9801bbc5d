/** Handlers for answers, made or imported, and for the scores of people and judges. */
import { InputError } from '#core/errors.ts';
import { fileStem } from '#core/fileName.ts';
import { fileText } from '#core/fileText.ts';
import { wrong } from '#core/fields.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { raterName } from '../model/agreement.ts';
import { answersText, maxAnswersBytes, parseAnswers } from '../model/parseAnswers.ts';
import {
	mergedScores,
	parseScores,
	readScores,
	scoresText,
	type ScoreTargets,
} from '../model/parseScores.ts';
import { answerSetInfo } from '../model/report.ts';
import type { AnswerSet, AnswerSetRecord, QuestionSet, Score } from '../model/types.ts';
import { makeAnswers } from './makeAnswers.ts';
import { findSet, keepAnswered, openSet } from './questionLibrary.ts';

const jsonLines = { type: 'application/jsonl' };

export const answerHandlers = (lab: OpenLab): HandlersOf<'answer'> => {
	const { stores, tasks } = lab;

	return {
		'answer.list': async ({ questions }) => stores.answerSets.list(questions),
		'answer.open': async ({ id }) => openAnswers(id, stores),
		'answer.make': async (request) => {
			const { task, questions: sha256 } = request;
			const questions = await openSet(sha256, stores);
			return tasks.run(task, async (signal) => {
				const sets = await makeAnswers(lab, questions, request, signal);
				signal.throwIfAborted();
				// The set can have been deleted in between.
				await openSet(sha256, stores);
				await keepAnswered(sha256, stores);
				await stores.answerSets.put(sets);
				return sets.map((set) => answerSetInfo(set, 0));
			});
		},
		'answer.import': async ({ questions: sha256, file, name }) => {
			const questions = await openSet(sha256, stores);
			const content = await fileText(file, maxAnswersBytes);
			const { by, answers, notes } = parseAnswers(content, file.name, questions);
			const rowName = name?.trim() || by.name || file.name.replace(/\.[a-z]+$/i, '');
			const set: AnswerSet = {
				id: crypto.randomUUID(),
				questions: sha256,
				by: { kind: 'other', ...by, name: rowName },
				origin: { kind: 'file', name: file.name },
				madeAt: Date.now(),
				answers,
			};
			await keepAnswered(sha256, stores);
			await stores.answerSets.put([set]);
			return { info: answerSetInfo(set, 0), notes };
		},
		'answer.export': async ({ id }) => {
			const { set } = await openAnswers(id, stores);
			return {
				name: `${fileStem('answers', set.by.name)}.jsonl`,
				blob: new Blob([answersText(set.answers, set.by)], jsonLines),
			};
		},
		'answer.rename': async ({ id, name: typed }) => {
			const name = typed.trim();
			if (name === '' || name.length > 200)
				throw wrong('name', 'must have 1 to 200 characters. Choose another name.');
			await stores.answerSets.update([id], ({ set, scores }) => ({
				set: { ...set, by: { ...set.by, name } },
				scores,
			}));
			const { set, scores } = await openAnswers(id, stores);
			return answerSetInfo(set, scores.length);
		},
		'answer.delete': async ({ id }) => stores.answerSets.delete(id),

		'answer.score': async ({ scores }) => {
			const ids = [...new Set(scores.map(({ answerSet }) => answerSet))];
			const records = await openAll(ids, stores);
			const sets = records.map(({ set }) => set);
			const targets = await scoreTargets(sets, stores);
			const checked = scores.flatMap((score, i) => readScores(score, `scores[${i}]`, targets));
			await addScores(checked, stores);
		},
		'answer.unscore': async ({ id, by, question, category }) => {
			const isRemoved = (score: Score) =>
				raterName(score.by) === raterName(by) &&
				(question === undefined || score.question === question) &&
				(category === undefined || score.category === category);
			await stores.answerSets.update([id], ({ set, scores }) => ({
				set,
				scores: scores.filter((score) => !isRemoved(score)),
			}));
		},
		'answer.exportScores': async ({ ids }) => {
			const records = await openAll(ids, stores);
			const text = scoresText(records.flatMap(({ scores }) => scores));
			return { name: 'scores.jsonl', blob: new Blob([text], jsonLines) };
		},
		'answer.importScores': async ({ file }) => {
			const content = await fileText(file, maxAnswersBytes);
			const targets = await scoreTargets(await stores.answerSets.list(), stores);
			const scores = parseScores(content, file.name, targets);
			await addScores(scores, stores);
			return { info: scores.length, notes: [] };
		},
	};
};

/** Throws InputError if there are no answers with this id. */
async function openAnswers(id: string, { answerSets }: LabStores): Promise<AnswerSetRecord> {
	const record = await answerSets.get(id);
	if (record) return record;
	throw new InputError('These answers are not here: they were deleted. Choose others.', { id });
}

export const openAll = (ids: readonly string[], stores: LabStores): Promise<AnswerSetRecord[]> =>
	Promise.all(ids.map((id) => openAnswers(id, stores)));

async function scoreTargets(
	answerSets: ScoreTargets['answerSets'],
	stores: LabStores,
): Promise<ScoreTargets> {
	const sets = new Map<string, QuestionSet | undefined>();
	for (const sha256 of new Set(answerSets.map(({ questions }) => questions)))
		sets.set(sha256, await findSet(sha256, stores));
	return { answerSets, questionsOf: (sha256) => sets.get(sha256) };
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
