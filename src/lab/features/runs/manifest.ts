/** The stored runs as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { runsManifest as words } from './manifestWords.ts';

export const runs: Feature = {
	id: 'runs',
	topics: words.topics,
	place: { title: () => words.topics.runs.title, hidesRunBar: true },
	keeps: true,
	load: () => import('./page/runsPage.ts'),
};
