/** The questions as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { questionsManifest as words } from './manifestWords.ts';

export const questions: Feature = {
	id: 'questions',
	topics: words.topics,
	place: { title: () => words.topics.questions.title, hidesRunBar: true },
	keeps: words.keeps,
	load: () => import('./page/questionsPage.ts'),
};
