/** The stored runs as the page knows them before it loads their code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/runs.manifest.json' with { type: 'json' };

const runsManifest = wordsOf('runs.manifest', english);

export const runs: Feature = {
	id: 'runs',
	topics: runsManifest.topics,
	places: [
		{
			id: 'runs',
			group: 'results',
			icon: 'M2 13 6 7l3 3 5-7',
			title: () => runsManifest.topics.runs.title,
			draws: true,
		},
	],
	keeps: runsManifest.keeps,
	load: () => import('./page/runsPage.ts'),
};
