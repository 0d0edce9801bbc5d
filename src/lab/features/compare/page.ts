/** The comparisons as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { compareManifest as words } from './manifestWords.ts';

export const compare: Feature = {
	id: 'compare',
	topics: words.topics,
	places: [
		{
			id: 'compare',
			group: 'results',
			icon: 'M2 13V8M6 13V3M10 13V6M14 13v-3',
			title: () => words.topics.compare.title,
			shows: ({ race }) => race !== undefined,
			draws: true,
		},
	],
	// A study that a reload interrupted shows a notice.
	loadAtStart: async (client) => (await client['study.list']()).some(({ record }) => record.going),
	keeps: words.keeps,
	load: () => import('./page/comparePage.ts'),
};
