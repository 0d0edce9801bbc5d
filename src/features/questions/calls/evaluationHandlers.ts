/** Handlers of all calls of the evaluation: question sets, answers, the judge. */
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { answerHandlers } from './answerHandlers.ts';
import { judgeHandlers } from './judgeHandlers.ts';
import { questionHandlers } from './questionHandlers.ts';

export function evaluationHandlers(
	lab: OpenLab,
): HandlersOf<'answer' | 'evaluation' | 'judge' | 'question'> {
	const sets = { ...questionHandlers(lab), ...answerHandlers(lab) };
	return {
		...sets,
		...judgeHandlers({ ...lab, sets, transport: lab.outside.transport }),
	};
}
