/** Handlers for a judge model: a try, and the marking of answer sets. */
import type { OpenLab } from '#lab/worker/openLab.ts';
import { wait } from '#engine/core/nextTask.ts';
import type { Calls, HandlersOf, Lab } from '#lab/worker/protocol.ts';
import { askedCategories, byCategory } from '../model/categories.ts';
import type { JudgeConnection } from '../model/judge/chat.ts';
import {
	judgeAnswers,
	marksFor,
	type JudgedAnswer,
	type JudgeWatcher,
} from '../model/judge/judgeAnswers.ts';
import type { Question } from '../model/types.ts';
import { parseJudge, parseKey, type JudgeTyped } from '../model/judge/settings.ts';

/** What "Try it" sends: a judge whose marks cannot be read is found before the marking. */
const trial: Question = {
	id: 'trial',
	scope: 'general',
	prompt: 'What is 2 + 2?',
	weights: { ...byCategory(() => 0), accuracy: 1 },
	rules: [],
	rubric: {},
};

export function judgeHandlers(
	{ tasks, outside: { transport }, origin }: Pick<OpenLab, 'tasks' | 'origin' | 'outside'>,
	sets: Pick<Lab, 'question.open' | 'answer.open' | 'answer.score'>,
): HandlersOf<'judge'> {
	const connect = (typed: JudgeTyped, key: string): JudgeConnection => ({
		judge: parseJudge(typed),
		key: parseKey(key),
		transport,
		wait,
		now: Date.now,
		page: origin,
	});

	/** Ordered by question: a marking that ends early has marked the same questions in all sets. */
	async function answersToMark(
		{ questions, answerSets, again = false }: Calls['judge.score']['request'],
		model: string,
	) {
		const open: JudgedAnswer[] = [];
		let marked = 0;
		const all = await Promise.all(answerSets.map((id) => sets['answer.open']({ id })));
		for (const question of (await sets['question.open']({ sha256: questions })).questions) {
			const categories = askedCategories(question);
			for (const { set, scores } of all) {
				const answer = set.answers.find(({ id }) => id === question.id);
				if (!answer) continue;
				const isMarked = categories.every((category) =>
					scores.some(
						(score) =>
							score.question === question.id &&
							score.category === category &&
							score.by.kind === 'judge' &&
							score.by.model === model,
					),
				);
				if (isMarked && !again) marked++;
				else open.push({ answerSet: set.id, question, answer });
			}
		}
		return { open, kept: marked };
	}

	return {
		'judge.try': async ({ judge, key }) =>
			tasks.run('judge.try', async (signal) => {
				const answer = { id: trial.id, text: '4' };
				await marksFor({ question: trial, answer }, connect(judge, key), signal);
			}),
		'judge.score': async (request) =>
			tasks.run(request.task, async (signal) => {
				const { task, judge, key } = request;
				const connection = connect(judge, key);
				const { model } = connection.judge;
				const label = `${model} marks answers`;
				tasks.report(task, label, 0);
				const { open, kept: marked } = await answersToMark(request, model);
				const watcher: JudgeWatcher = {
					scored: (scores) => sets['answer.score']({ scores }),
					progress: (done, total) => tasks.report(task, label, done / total),
				};
				return { ...(await judgeAnswers(open, connection, watcher, signal)), kept: marked };
			}),
	};
}
