/** The state of the screen for questions. It lives as long as the page, with the judge's key. */
import { createContext } from 'svelte';
import { saveFile } from '#lab/page/components/download.ts';
import { browserStorage, requireStorage } from '#lab/page/state/browserStorage.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { AnswerMaking } from './AnswerMaking.svelte.ts';
import { JudgeState } from './JudgeState.svelte.ts';
import { MarkingState } from './MarkingState.svelte.ts';
import { QuestionsState } from './QuestionsState.svelte.ts';

/** Set before a reload for the judge's address: the page then opens the judge again. */
const returnKey = 'skillet.return';

export type EvaluationPage = ReturnType<typeof evaluationPage>;
export function evaluationPage(lab: LabState) {
	const local = browserStorage('localStorage');
	const session = browserStorage('sessionStorage');
	const first = session.getItem(returnKey) === null ? null : 'judge';
	session.removeItem(returnKey);
	const { client } = lab;
	const reload = async () => {
		requireStorage();
		if (lab.run?.status.kind === 'running') await lab.pause();
		session.setItem(returnKey, 'judge');
		location.reload();
	};
	const questions = new QuestionsState(client, local, saveFile, first);
	return {
		questions,
		making: new AnswerMaking(lab, questions),
		marking: new MarkingState(client, questions, local),
		judge: new JudgeState(client, questions, local, window.skilletOrigins ?? [], reload),
	};
}

export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
