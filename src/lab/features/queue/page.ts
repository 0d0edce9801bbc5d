/** The queue as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { queueManifest as words } from './manifestWords.ts';

export const queue: Feature = {
	id: 'queue',
	topics: words.topics,
	place: { title: () => words.topics.queue.title, hidesRunBar: true },
	// A queue that a reload interrupted shows a notice.
	loadAtStart: async (client) =>
		(await client['queue.list']()).entries.some(({ state }) => state === 'going'),
	keeps: words.keeps,
	load: () => import('./page/queuePage.ts'),
};
