/** The questions, for the page. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { evaluationPage } from './evaluationPage.svelte.ts';
import { keptQuestions } from './kept.ts';
import Questions from './Questions.svelte';

export const createPage: CreatePage = ({ lab }) => {
	const evaluation = evaluationPage(lab);
	return {
		screens: { questions: withProps(Questions, { evaluation }) },
		keeps: keptQuestions(lab.client, evaluation.questions),
	};
};
