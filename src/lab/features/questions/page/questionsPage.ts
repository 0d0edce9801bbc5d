/** The questions, for the page. */
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import { evaluationPage } from './evaluationPage.svelte.ts';
import Questions from './Questions.svelte';

export const createPage: CreatePage = ({ lab }) => ({
	screen: withProps(Questions, { evaluation: evaluationPage(lab) }),
});
