/** The explanation column as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { explainManifest as words } from './manifestWords.ts';

export const explain: Feature = {
	id: 'explain',
	topics: words.topics,
	parts: {
		why: () => words.topics.why.title,
		results: () => words.topics.results.title,
		samples: () => words.topics.samples.title,
		tryIt: () => words.topics.tryIt.title,
	},
	column: { side: 'right', title: () => words.topics.why.title },
	loadAtStart: true,
	load: () => import('./page/explainPage.ts'),
};
