/** The state of the screen for questions. It lives as long as the page, with the judge's key. */
import { createContext } from 'svelte';
import { saveFile } from '#lab/page/components/download.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { AnswerMaking } from './AnswerMaking.svelte.ts';
import { JudgeState } from './JudgeState.svelte.ts';
import { MarkingState } from './MarkingState.svelte.ts';
import { QuestionsState } from './QuestionsState.svelte.ts';

/** Set before a reload for the judge's address: the page then opens the judge again. */
const returnKey = 'skillet.return';

export type EvaluationPage = ReturnType<typeof evaluationPage>;
export function evaluationPage(lab: LabState) {
	const first = sessionStorage.getItem(returnKey) === null ? null : 'judge';
	sessionStorage.removeItem(returnKey);
	const { client } = lab;
	const reload = async () => {
		if (lab.run?.status.kind === 'running') await lab.pause();
		sessionStorage.setItem(returnKey, 'judge');
		location.reload();
	};
	const questions = new QuestionsState(client, localStorage, saveFile, first);
	return {
		questions,
		making: new AnswerMaking(lab, questions),
		marking: new MarkingState(client, questions, localStorage),
		judge: new JudgeState(client, questions, localStorage, window.skilletOrigins ?? [], reload),
	};
}

export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
