/** The questions, for the page. */
import { shown, type FeaturePage, type PageState } from '#page/shell/feature.ts';
import { EvaluationPage } from './EvaluationPage.svelte.ts';
import Questions from './Questions.svelte';

export function createPage({ lab }: PageState): FeaturePage {
	return { screen: shown(Questions, { evaluation: new EvaluationPage(lab) }) };
}
