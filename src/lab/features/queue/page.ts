/** The queue as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { queueManifest as words } from './manifestWords.ts';

export const queue: Feature = {
	id: 'queue',
	topics: words.topics,
	places: [
		{
			id: 'queue',
			group: 'results',
			icon: 'M2 4h12M2 8h8M2 12h5M11 10l3 2-3 2z',
			title: () => words.topics.queue.title,
		},
	],
	// A queue that a reload interrupted shows a notice.
	loadAtStart: async (client) =>
		(await client['queue.list']()).entries.some(({ state }) => state === 'going'),
	keeps: words.keeps,
	load: () => import('./page/queuePage.ts'),
};
