/** Calls about a judge model: its settings, a try, and the marking of answer sets. */
import {
	askJudge,
	judgeAnswers,
	judgedCategories,
	originOf,
	parseJudge,
	parseKey,
	type JudgeConnection,
	type JudgedAnswer,
} from '../model/judge.ts';
import type { JudgeTyped } from './judgeCalls.ts';
import type { HandlersOf, Lab } from '#lab/worker/protocol.ts';
import type { LabSession } from '#lab/worker/labSession.ts';
import { wait } from '#lab/worker/outside/outside.ts';
import type { Transport } from '#lab/worker/outside/transport.ts';

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
		...{ judge: parseJudge(typed), key: parseKey(key), transport, wait, now: Date.now, page },
	});

	/** Answers of the sets, those first whose question comes first: a scoring that ends early has marked like with like. */
	async function answersOf(
		questions: string,
		answerSets: readonly string[],
		model: string,
		again: boolean,
	): Promise<{ asked: readonly JudgedAnswer[]; kept: number }> {
		const asked: JudgedAnswer[] = [];
		let kept = 0;
		const all = await Promise.all(answerSets.map((id) => sets['answer.open']({ id })));
		for (const question of (await sets['question.open']({ sha256: questions })).questions) {
			const categories = judgedCategories(question);
			for (const { set, scores } of all) {
				const answer = set.answers.find(({ id }) => id === question.id);
				if (!answer) continue;
				const marked = new Set(
					scores.flatMap(({ question: id, by, category }) =>
						id === question.id && by.kind === 'judge' && by.model === model ? [category] : [],
					),
				);
				if (!again && categories.every((category) => marked.has(category))) kept++;
				else asked.push({ answerSet: set.id, question, answer });
			}
		}
		return { asked, kept };
	}

	return {
		'judge.read': async (typed) => {
			const judge = parseJudge(typed);
			return { judge, origin: originOf(judge) };
		},
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
				const { asked, kept } = await answersOf(questions, answerSets, model, again);
				const outcome = await judgeAnswers(
					asked,
					connection,
					{
						scored: (scores) => sets['answer.score']({ scores }),
						progress: (done, of) => session.progress.report(task, label, done / of),
					},
					signal,
				);
				return { ...outcome, kept };
			}),
	};
};
