/** The state of the screen for questions. It lives as long as the page. */
import { createContext } from 'svelte';
import { saveFile } from '#lab/page/components/download.ts';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { AnswerMaking } from './AnswerMaking.svelte.ts';
import { MarkingState } from './MarkingState.svelte.ts';
import { QuestionsState } from './QuestionsState.svelte.ts';

export type EvaluationPage = ReturnType<typeof evaluationPage>;
export function evaluationPage(lab: LabState) {
	const local = browserStorage('localStorage');
	const { client } = lab;
	const questions = new QuestionsState(client, local, saveFile);
	return {
		questions,
		making: new AnswerMaking(lab, questions),
		marking: new MarkingState(client, questions, local),
	};
}

export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
