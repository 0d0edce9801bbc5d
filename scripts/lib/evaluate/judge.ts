/** Marks of a judge from the command line, by the page's requests and its reading of marks. */
import { setTimeout } from 'node:timers/promises';
import { asMessage, englishText } from '#engine/core/message.ts';
import type { JudgeConnection } from '#lab/features/questions/model/judge/chat.ts';
import {
	judgeAnswers,
	type JudgedAnswer,
} from '#lab/features/questions/model/judge/judgeAnswers.ts';
import { parseJudge, parseKey } from '#lab/features/questions/model/judge/settings.ts';
import { scoreAnswer } from '#lab/features/questions/model/scoreAnswer.ts';
import type { QuestionSet, Score } from '#lab/features/questions/model/types.ts';
import { fileTransport } from '#lab/worker/outside/fileTransport.ts';
import { counted } from '../output.ts';
import type { GradedAnswer } from './calibration.ts';
import type { EvaluateOptions } from './options.ts';

/** Longest list of answers without a mark. */
const mostNamed = 10;

export type Judge = NonNullable<EvaluateOptions['judge']>;

/**
 * Marks the answers. Throws InputError for wrong settings or an unreachable judge. `names`: of the
 * answer sets, by id.
 */
export async function markAnswers(
	judge: Judge,
	answers: readonly JudgedAnswer[],
	log: (line: string) => void,
	names: ReadonlyMap<string, string> = new Map(),
): Promise<Score[]> {
	const connection: JudgeConnection = {
		judge: parseJudge(judge),
		key: parseKey(process.env['SKILLET_JUDGE_KEY'] ?? ''),
		fetch: fileTransport({ fetch, allowed: () => true, secure: false }),
		// The page's clock does not keep a Node process alive, which would end in the pause.
		wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
		now: Date.now,
		page: 'the command line',
	};
	const scores: Score[] = [];
	let marked = 0;
	const watcher = {
		scored: async (more: readonly Score[]) => {
			scores.push(...more);
			marked++;
		},
		progress: () => undefined,
	};
	// Marks are paid for, so the report that follows has those of before. Ctrl+C again ends it.
	const interrupt = new AbortController();
	const onSignal = () => interrupt.abort();
	process.once('SIGINT', onSignal);
	const outcome = await judgeAnswers(answers, connection, watcher, interrupt.signal)
		.catch((error: unknown) => {
			if (!interrupt.signal.aborted) throw error;
			return null;
		})
		.finally(() => process.off('SIGINT', onSignal));
	log(`${judge.model}: ${marked} of ${counted(answers.length, 'answer')} marked.`);
	const { unscored, stopped } = outcome ?? { unscored: [], stopped: asMessage('Interrupted.') };
	for (const { answerSet, question, message } of unscored.slice(0, mostNamed))
		log(`  ${names.get(answerSet) ?? answerSet}, ${question}: not judged: ${englishText(message)}`);
	if (unscored.length > mostNamed) log(`  … and ${unscored.length - mostNamed} more`);
	const left = answers.length - marked - unscored.length;
	if (stopped !== null)
		log(`The judge was stopped, with ${counted(left, 'answer')} left: ${englishText(stopped)}`);
	return scores;
}

/** The graded answers with the judge's scores instead of those of the rules. */
export async function judgeGraded(
	judge: Judge,
	{ questions, language }: QuestionSet,
	graded: readonly GradedAnswer[],
	log: (line: string) => void,
): Promise<GradedAnswer[]> {
	const open = graded.map(({ question: id, text }, i) => ({
		answerSet: `graded ${i + 1}`,
		question: questions.find((question) => question.id === id)!,
		answer: { id, text },
	}));
	const scores = await markAnswers(judge, open, log);
	return graded.map((answer, i) => {
		const marks = scores.filter(({ answerSet }) => answerSet === open[i].answerSet);
		const { score } = scoreAnswer(open[i].question, answer.text, marks, language);
		return { ...answer, score: marks.length > 0 ? score : null };
	});
}
