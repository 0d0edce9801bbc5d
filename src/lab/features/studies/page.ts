/** The studies as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { studiesManifest as words } from './manifestWords.ts';

export const studies: Feature = {
	id: 'studies',
	topics: words.topics,
	places: [
		{
			id: 'studies',
			group: 'results',
			icon: 'M2 13h12M5 3v7M3.5 5h3M11 5v6M9.5 8h3',
			title: () => words.topics.studies.title,
		},
	],
	// A study that a reload interrupted shows a notice.
	loadAtStart: async (client) => (await client['study.list']()).some(({ record }) => record.going),
	keeps: words.keeps,
	load: () => import('./page/studiesPage.ts'),
};
