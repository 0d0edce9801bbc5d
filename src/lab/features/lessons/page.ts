/** The lessons as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { plainText } from '#lab/run/plainText.ts';
import { lessonsManifest as words } from './manifestWords.ts';

export const lessons: Feature = {
	id: 'lessons',
	topics: words.topics,
	place: { title: () => words.topics.lessons.title },
	opens: (fragment) => /#lesson[.=]/.test(plainText(fragment).replaceAll(/\s/g, '')),
	cover: async (...address) => (await import('./page/cover.ts')).lessonCover(...address),
	// The first screen shows the gallery, and a lesson goes on after a reload.
	loadAtStart: true,
	keeps: words.keeps,
	load: () => import('./page/lessonsPage.ts'),
};
