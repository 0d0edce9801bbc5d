/** The lessons as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { plainText } from '#lab/run/linkText.ts';
import { lessonsManifest as words } from './manifestWords.ts';

export const lessons: Feature = {
	id: 'lessons',
	topics: words.topics,
	places: [
		{
			id: 'lessons',
			group: 'try',
			icon: 'M2 3h5q1 0 1 1.5V14q-1-1-2-1H2zM14 3H9q-1 0-1 1.5V14q1-1 2-1h4z',
			title: () => words.topics.lessons.title,
		},
	],
	opens: (fragment) => /#lesson[.=]/.test(plainText(fragment).replaceAll(/\s/g, '')),
	cover: async (...address) => (await import('./page/cover.ts')).lessonCover(...address),
	// The first screen shows the gallery, and a lesson goes on after a reload.
	loadAtStart: true,
	keeps: words.keeps,
	load: () => import('./page/lessonsPage.ts'),
};
