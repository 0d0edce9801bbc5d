/** The studies as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { studiesManifest as words } from './manifestWords.ts';

export const studies: Feature = {
	id: 'studies',
	topics: words.topics,
	place: { title: () => words.topics.studies.title, hidesRunBar: true },
	// A study that a reload interrupted shows a notice.
	loadAtStart: async (client) => (await client['study.list']()).some(({ record }) => record.going),
	keeps: words.keeps,
	load: () => import('./page/studiesPage.ts'),
};
