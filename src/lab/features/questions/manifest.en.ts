/** English words of the questions that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const questionsManifestEnglish = {
	topics: {
		questions: {
			title: 'Questions',
			explain:
				'A model answers a set of questions. People, a judge model, or rules that can know, ' +
				'mark each answer in eight categories, with the weights of the question. The method ' +
				'follows arXiv 2310.04945; the questions, rules and weights are ours.',
		},
	},
};
export const questionsManifest = inLanguage('questionsManifest', questionsManifestEnglish);
