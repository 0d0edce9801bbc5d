/** Why and Ask as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { explainManifest as words } from './manifestWords.ts';

export const explain: Feature = {
	id: 'explain',
	topics: words.topics,
	parts: {
		why: () => words.topics.why.title,
		results: () => words.topics.results.title,
		tryIt: () => words.topics.tryIt.title,
	},
	dialogs: [{ id: 'ask', title: () => words.ask, part: 'tryIt', isInBar: true }],
	tabs: [
		{ id: 'why', title: () => words.topics.why.title, parts: ['why', 'results'] },
		{ id: 'ask', title: () => words.topics.tryIt.title, parts: ['tryIt'], keepsText: true },
	],
	loadAtStart: true,
	load: () => import('./page/explainPage.svelte.ts'),
};
