/** Handlers for a judge model: a try, and the marking of answer sets. */
import type { LabSession } from '#lab/worker/labSession.ts';
import { wait } from '#lab/worker/outside/outside.ts';
import type { Transport } from '#lab/worker/outside/transport.ts';
import type { HandlersOf, Lab } from '#lab/worker/protocol.ts';
import { askJudge, type JudgeConnection } from '../model/judge/chat.ts';
import { judgeAnswers, type JudgedAnswer, type JudgeWatcher } from '../model/judge/judgeAnswers.ts';
import { judgedCategories } from '../model/judge/prompt.ts';
import { parseJudge, parseKey, type JudgeTyped } from '../model/judge/settings.ts';

/** The calls that marking needs: questions, answers with their scores, and storing scores. */
export type MarkedSets = Pick<Lab, 'question.open' | 'answer.open' | 'answer.score'>;

export interface JudgeParts {
	readonly session: Pick<LabSession, 'tasks' | 'progress'>;
	readonly sets: MarkedSets;
	readonly transport: Transport;
	/** Origin of the page. */
	readonly page: string;
}

export const judgeHandlers = ({
	session,
	sets,
	transport,
	page,
}: JudgeParts): HandlersOf<'judge'> => {
	const connect = (typed: JudgeTyped, key: string): JudgeConnection => ({
		judge: parseJudge(typed),
		key: parseKey(key),
		transport,
		wait,
		now: Date.now,
		page,
	});

	/**
	 * The answers to mark, ordered by question: a marking that ends early has marked all sets on the
	 * same questions.
	 */
	async function answersToMark(
		questions: string,
		answerSets: readonly string[],
		model: string,
		again: boolean,
	): Promise<{ open: readonly JudgedAnswer[]; kept: number }> {
		const open: JudgedAnswer[] = [];
		let kept = 0;
		const all = await Promise.all(answerSets.map((id) => sets['answer.open']({ id })));
		for (const question of (await sets['question.open']({ sha256: questions })).questions) {
			const categories = judgedCategories(question);
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
				if (isMarked && !again) kept++;
				else open.push({ answerSet: set.id, question, answer });
			}
		}
		return { open, kept };
	}

	return {
		'judge.try': async ({ judge, key }) =>
			session.tasks.run('judge.try', async (signal) => {
				const messages = [{ role: 'user', content: 'Reply with the one word: ready' }] as const;
				await askJudge(connect(judge, key), messages, signal);
			}),
		'judge.score': async ({ task, questions, answerSets, judge, key, again = false }) =>
			session.tasks.run(task, async (signal) => {
				const connection = connect(judge, key);
				const { model } = connection.judge;
				const label = `${model} marks answers`;
				session.progress.report(task, label, 0);
				const { open, kept } = await answersToMark(questions, answerSets, model, again);
				const watcher: JudgeWatcher = {
					scored: (scores) => sets['answer.score']({ scores }),
					progress: (done, of) => session.progress.report(task, label, done / of),
				};
				return { ...(await judgeAnswers(open, connection, watcher, signal)), kept };
			}),
	};
};
