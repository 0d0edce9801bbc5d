/** The marking of many answers by a judge, a few requests at a time. */
import { InputError, isAbort } from '#core/errors.ts';
import type { Answer, Question, Score } from '../types.ts';
import { askJudge, type JudgeConnection, type Message } from './chat.ts';
import { JudgeError, withoutKey } from './faults.ts';
import { judgedCategories, judgeMessages, secondTry } from './prompt.ts';
import { parseMarks, type JudgeMarks } from './reply.ts';

export interface JudgedAnswer {
	readonly answerSet: string;
	readonly question: Question;
	readonly answer: Answer;
}

export interface JudgeWatcher {
	/** Stores the marks of one answer before the next request: an early end keeps them. */
	scored(scores: readonly Score[]): Promise<void>;
	progress(done: number, of: number): void;
}

/** An answer without marks, and the reason. */
export interface Unscored {
	readonly answerSet: string;
	readonly question: string;
	readonly message: string;
}

export interface JudgeOutcome {
	/** Number of answers with marks. */
	readonly scored: number;
	readonly unscored: readonly Unscored[];
	/** The reason for an early end. null: all answers were sent. */
	readonly stopped: string | null;
}

/** The marking ends after so many failures in a row. */
const failuresInARow = 3;

/** Rejects if it is cancelled or if the scores cannot be stored. */
export async function judgeAnswers(
	answers: readonly JudgedAnswer[],
	connection: JudgeConnection,
	watcher: JudgeWatcher,
	signal: AbortSignal,
): Promise<JudgeOutcome> {
	const ended = new AbortController();
	const inside = AbortSignal.any([signal, ended.signal]);
	const unscored: Unscored[] = [];
	let scored = 0;
	let inARow = 0;
	let next = 0;
	let stopped: string | null = null;

	const failed = ({ answerSet, question }: JudgedAnswer, error: InputError) => {
		unscored.push({ answerSet, question: question.id, message: error.message });
		if (error instanceof JudgeError && error.lasting) stopped ??= error.message;
		else if (isRequestFailure(error) && ++inARow >= failuresInARow)
			stopped ??= `${failuresInARow} answers in a row failed, the last one so: ${error.message}`;
		if (stopped !== null) ended.abort(new DOMException('Stopped.', 'AbortError'));
	};
	const lane = async () => {
		while (next < answers.length && stopped === null) {
			const asked = answers[next++];
			try {
				const marks = await marksFor(asked, connection, inside);
				inARow = 0;
				await watcher.scored(scoresOf(asked, marks, connection));
				scored++;
			} catch (error) {
				signal.throwIfAborted();
				// Another lane stopped this request: the answer is neither scored nor failed.
				if (isAbort(error) && stopped !== null) return;
				if (!(error instanceof InputError)) throw error;
				failed(asked, error);
			}
			watcher.progress(scored + unscored.length, answers.length);
		}
	};
	try {
		await Promise.all(Array.from({ length: connection.judge.concurrency }, lane));
	} finally {
		ended.abort(new DOMException('Over.', 'AbortError'));
	}
	return { scored, unscored, stopped };
}

/** An unreadable reply does not count: the next answer can still succeed. */
const isRequestFailure = (error: InputError): boolean =>
	error instanceof JudgeError && error.fault !== 'unreadable';

async function marksFor(
	{ question, answer }: JudgedAnswer,
	connection: JudgeConnection,
	signal: AbortSignal,
): Promise<JudgeMarks> {
	const asked = judgedCategories(question);
	const { scale } = connection.judge;
	const messages = judgeMessages(question, answer.text, scale);
	const first = await askJudge(connection, messages, signal);
	const problem = problemOf(() => parseMarks(first, asked, scale));
	if (typeof problem !== 'string') return problem;
	const again: readonly Message[] = secondTry(messages, first, problem);
	const second = await askJudge(connection, again, signal);
	const marks = problemOf(() => parseMarks(second, asked, scale));
	if (typeof marks !== 'string') return marks;
	throw new JudgeError(
		'unreadable',
		`The judge's reply to ${question.id} cannot be read, twice: ${marks} It has no score. ` +
			'Score it again, use another model, or mark it by hand.',
	);
}

function problemOf(read: () => JudgeMarks): JudgeMarks | string {
	try {
		return read();
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
}

const scoresOf = (
	{ answerSet, question }: JudgedAnswer,
	marks: JudgeMarks,
	{ judge, key, now }: JudgeConnection,
): readonly Score[] =>
	[...marks].map(([category, { value, reason }]) => ({
		answerSet,
		question: question.id,
		category,
		value,
		by: { kind: 'judge', model: judge.model },
		...(reason !== '' && { why: withoutKey(reason, key) }),
		at: now(),
	}));
