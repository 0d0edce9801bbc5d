/** The state of the screen for questions. It lives as long as the page, with the judge's key. */
import { createContext } from 'svelte';
import { saveBlob } from '#page/components/download.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import { AnswerMaking } from './AnswerMaking.svelte.ts';
import { JudgeState } from './JudgeState.svelte.ts';
import { MarkingState } from './MarkingState.svelte.ts';
import { originsInForce } from './origins.ts';
import { QuestionsState } from './QuestionsState.svelte.ts';

/** Set before a reload for the judge's address: the page then opens the judge again. */
const returnKey = 'skillet.return';

export class EvaluationPage {
	readonly questions: QuestionsState;
	readonly making: AnswerMaking;
	readonly judge: JudgeState;
	readonly marking: MarkingState;

	constructor(lab: LabState) {
		const returned = sessionStorage.getItem(returnKey) !== null;
		sessionStorage.removeItem(returnKey);
		this.questions = new QuestionsState(lab.client, {
			save: ({ name, blob }) => saveBlob(name, blob),
			storage: localStorage,
			view: returned ? 'judge' : null,
		});
		this.making = new AnswerMaking(lab, this.questions);
		this.judge = new JudgeState(lab.client, this.questions, {
			storage: localStorage,
			origins: originsInForce(),
			reload: async () => {
				if (lab.run?.status.kind === 'running') await lab.pause();
				sessionStorage.setItem(returnKey, 'judge');
				location.reload();
			},
		});
		this.marking = new MarkingState(lab.client, this.questions, localStorage);
	}
}

export const [getEvaluation, setEvaluation] = createContext<EvaluationPage>();
