/** The questions as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { questionsManifest as words } from './manifestWords.ts';

export const questions: Feature = {
	id: 'questions',
	topics: words.topics,
	places: [
		{
			id: 'questions',
			group: 'results',
			icon: 'M5 6a3 3 0 1 1 4.5 2.6Q8 9.4 8 11M8 13.5v.5',
			title: () => words.topics.questions.title,
		},
	],
	keeps: words.keeps,
	load: () => import('./page/questionsPage.ts'),
};
