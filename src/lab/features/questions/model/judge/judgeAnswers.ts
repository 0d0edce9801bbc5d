/** The marking of many answers by a judge, a few requests at a time. */
import { InputError, isAbort } from '#engine/core/errors.ts';
import { say, type Statement } from '#engine/core/message.ts';
import { askedCategories } from '../categories.ts';
import type { Answer, AnswerSet, Question, QuestionSet, Score } from '../types.ts';
import { askJudge, JudgeError, withoutKey, type JudgeConnection } from './chat.ts';
import { judgeMessages, makeNonce, parseMarks, secondTry, type JudgeMarks } from './exchange.ts';

export interface JudgedAnswer {
	readonly answerSet: string;
	readonly question: Question;
	readonly answer: Answer;
}

export interface JudgeWatcher {
	/** Stores the marks of one answer before the next request: an early end keeps them. */
	scored(scores: readonly Score[]): Promise<void>;
	progress(done: number, total: number): void;
}

export type JudgeOutcome = Awaited<ReturnType<typeof judgeAnswers>>;

/**
 * The answers that this model has not marked in each category. They are ordered by question: a
 * marking that ends early has marked the same questions in all sets.
 */
export function unmarkedAnswers(
	{ questions }: QuestionSet,
	sets: readonly AnswerSet[],
	scores: readonly Score[],
	model: string,
): JudgedAnswer[] {
	const toKey = (...cell: readonly string[]) => JSON.stringify(cell);
	const marked = new Set(
		scores.flatMap(({ answerSet, question, category, by }) =>
			by.kind === 'judge' && by.model === model ? toKey(answerSet, question, category) : [],
		),
	);
	return questions.flatMap((question) =>
		sets.flatMap(({ id, answers }) => {
			const answer = answers.find((candidate) => candidate.id === question.id);
			const isMarked = askedCategories(question).every((category) =>
				marked.has(toKey(id, question.id, category)),
			);
			return answer && !isMarked ? [{ answerSet: id, question, answer }] : [];
		}),
	);
}

/** Marking stops after this many failures in a row. */
const failuresInARow = 3;

/** Rejects if it is cancelled or if the scores cannot be stored. */
export async function judgeAnswers(
	answers: readonly JudgedAnswer[],
	connection: JudgeConnection,
	watcher: JudgeWatcher,
	signal: AbortSignal,
) {
	const ended = new AbortController();
	const inside = AbortSignal.any([signal, ended.signal]);
	const unscored: { answerSet: string; question: string; message: Statement }[] = [];
	let scored = 0;
	let inARow = 0;
	let next = 0;
	let stopped: Statement | null = null;

	const failed = ({ answerSet, question }: JudgedAnswer, error: InputError) => {
		unscored.push({ answerSet, question: question.id, message: error.statement });
		const reach = error instanceof JudgeError ? error.reach : 'unreadable';
		if (reach === 'lasting') stopped ??= error.statement;
		// A refused answer or an unreadable reply does not count: the next one can still have marks.
		else if (reach === 'passing' && ++inARow >= failuresInARow)
			stopped ??= say('{answers} answers in a row failed. The last message: {message}', {
				answers: failuresInARow,
				message: error.statement,
			});
		if (stopped !== null) ended.abort(new DOMException('Stopped.', 'AbortError'));
	};
	const { judge, key, now } = connection;
	const toScores = ({ answerSet, question }: JudgedAnswer, marks: JudgeMarks) =>
		Array.from(marks, ([category, { value, reason }]): Score => {
			const why = reason === '' ? {} : { why: withoutKey(reason, key) };
			const by = { kind: 'judge', model: judge.model } as const;
			return { answerSet, question: question.id, category, value, by, ...why, at: now() };
		});
	const lane = async () => {
		while (next < answers.length && stopped === null) {
			const answer = answers[next++];
			try {
				const marks = await marksFor(answer, connection, inside);
				inARow = 0;
				await watcher.scored(toScores(answer, marks));
				scored++;
			} catch (error) {
				signal.throwIfAborted();
				// Another lane stopped this request: the answer is neither scored nor failed.
				if (isAbort(error) && stopped !== null) return;
				if (!(error instanceof InputError)) throw error;
				failed(answer, error);
			}
			watcher.progress(scored + unscored.length, answers.length);
		}
	};
	try {
		await Promise.all(Array.from({ length: judge.concurrency }, lane));
	} finally {
		ended.abort(new DOMException('Over.', 'AbortError'));
	}
	return {
		scored,
		unscored: unscored as readonly (typeof unscored)[number][],
		/** The reason for an early end. null: all answers were sent. */
		stopped: stopped as Statement | null,
	};
}

/** Asks a second time after an unreadable reply. Throws JudgeError. */
export async function marksFor(
	{ question, answer }: Pick<JudgedAnswer, 'question' | 'answer'>,
	connection: JudgeConnection,
	signal: AbortSignal,
): Promise<JudgeMarks> {
	const { scale } = connection.judge;
	let messages = judgeMessages(question, answer.text, scale, makeNonce());
	for (let isSecond = false; ; isSecond = true) {
		const reply = await askJudge(connection, messages, signal);
		try {
			return parseMarks(reply, askedCategories(question), scale);
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			const { statement } = error;
			const unread = { id: question.id, statement };
			if (isSecond)
				throw new JudgeError(
					'unreadable',
					say(
						"The judge's reply to {id} cannot be read, twice: {statement} It has no score. Mark it again, use another model, or mark it by hand.",
						unread,
					),
				);
			messages = secondTry(messages, reply, error.message);
		}
	}
}
