/** The class view as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { classManifest as words } from './manifestWords.ts';

export const classResults: Feature = {
	id: 'class',
	topics: words.topics,
	place: { title: () => words.topics.class.title, hidesRunBar: true, draws: true },
	load: () => import('./page/classPage.ts'),
};
