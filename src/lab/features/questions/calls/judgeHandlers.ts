/** Handlers for a judge model: a try, and the marking of answer sets. */
import type { OpenLab } from '#lab/worker/openLab.ts';
import { wait } from '#engine/core/nextTask.ts';
import type { Handlers } from '#lab/worker/ownCalls.ts';
import type { AnswerCalls, JudgeCalls } from './evaluationCalls.ts';
import { byCategory } from '../model/categories.ts';
import type { JudgeConnection } from '../model/judge/chat.ts';
import {
	judgeAnswers,
	marksFor,
	unmarkedAnswers,
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
	{ tasks, outside: { fetch }, origin }: Pick<OpenLab, 'tasks' | 'origin' | 'outside'>,
	sets: Pick<Handlers<AnswerCalls>, 'question.open' | 'answer.open' | 'answer.score'>,
): Handlers<JudgeCalls> {
	const connect = (typed: JudgeTyped, key: string): JudgeConnection => ({
		judge: parseJudge(typed),
		key: parseKey(key),
		fetch,
		wait,
		now: Date.now,
		page: origin,
	});

	return {
		'judge.try': async ({ judge, key }) =>
			tasks.run('judge.try', async (signal) => {
				const answer = { id: trial.id, text: '4' };
				await marksFor({ question: trial, answer }, connect(judge, key), signal);
			}),
		'judge.score': async (request) =>
			tasks.run(request.task, async (signal) => {
				const { task, again } = request;
				const connection = connect(request.judge, request.key);
				const { model } = connection.judge;
				const label = { id: 'questions.marking', values: { model } } as const;
				tasks.report(task, label, 0);
				const questions = await sets['question.open']({ sha256: request.questions });
				const records = await Promise.all(
					request.answerSets.map((id) => sets['answer.open']({ id })),
				);
				const answered = records.map(({ set }) => set);
				const scores = again ? [] : records.flatMap((record) => record.scores);
				const open = unmarkedAnswers(questions, answered, scores, model);
				const all = unmarkedAnswers(questions, answered, [], model);
				const watcher: JudgeWatcher = {
					scored: (scores) => sets['answer.score']({ scores }),
					progress: (done, total) => tasks.report(task, label, done / total),
				};
				const outcome = await judgeAnswers(open, connection, watcher, signal);
				return { ...outcome, kept: all.length - open.length };
			}),
	};
}
