/** Handlers of all calls of the evaluation: question sets, answers, blind marking, the judge. */
import type { LabSession } from '#lab/worker/labSession.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { answerHandlers } from './answerHandlers.ts';
import { blindHandlers } from './blindHandlers.ts';
import { judgeHandlers } from './judgeHandlers.ts';
import { questionHandlers } from './questionHandlers.ts';

export function evaluationHandlers(
	session: LabSession,
): HandlersOf<'answer' | 'blind' | 'evaluation' | 'judge' | 'question'> {
	const sets = { ...questionHandlers(session), ...answerHandlers(session) };
	const { outside, origin } = session;
	return {
		...sets,
		...blindHandlers(sets),
		...judgeHandlers({ session, sets, transport: outside.transport, page: origin }),
	};
}
