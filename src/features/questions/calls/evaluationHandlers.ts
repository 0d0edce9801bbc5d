/** Handlers of all calls of the evaluation: question sets, answers, blind marking, the judge. */
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { answerHandlers } from './answerHandlers.ts';
import { blindHandlers } from './blindHandlers.ts';
import { judgeHandlers } from './judgeHandlers.ts';
import { questionHandlers } from './questionHandlers.ts';

export function evaluationHandlers(
	lab: OpenLab,
): HandlersOf<'answer' | 'blind' | 'evaluation' | 'judge' | 'question'> {
	const sets = { ...questionHandlers(lab), ...answerHandlers(lab) };
	return {
		...sets,
		...blindHandlers(sets),
		...judgeHandlers({ ...lab, sets, transport: lab.outside.transport }),
	};
}
