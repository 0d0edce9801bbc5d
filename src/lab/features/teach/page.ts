/** Lessons, a class and the share dialog, as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { plainText } from '#lab/run/plainText.ts';
import { teachManifest as words } from './manifestWords.ts';

export const teach: Feature = {
	id: 'teach',
	topics: words.topics,
	parts: { share: () => words.dialogs.share },
	places: [
		{
			id: 'lessons',
			group: 'try',
			icon: 'M2 3h5q1 0 1 1.5V14q-1-1-2-1H2zM14 3H9q-1 0-1 1.5V14q1-1 2-1h4z',
			title: () => words.topics.lessons.title,
		},
		{
			id: 'class',
			group: 'try',
			icon: 'M2 4h12v7H2zM5 14h6M8 11v3',
			title: () => words.topics.class.title,
			draws: true,
		},
	],
	dialogs: [{ id: 'share', title: () => words.dialogs.share, part: 'share' }],
	// A lesson, or the address of the class for the server's short one: `/c`.
	opens: (fragment) =>
		fragment === '#class' || /#lesson[.=]/.test(plainText(fragment).replaceAll(/\s/g, '')),
	cover: async (...address) => (await import('./page/cover.ts')).lessonCover(...address),
	// The first screen shows the gallery, and a lesson goes on after a reload.
	loadAtStart: true,
	keeps: words.keeps,
	load: () => import('./page/teachPage.ts'),
};
