/** The race as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/race.manifest.json' with { type: 'json' };

const raceManifest = wordsOf('race.manifest', english);

export const race: Feature = {
	id: 'race',
	topics: raceManifest.topics,
	places: [
		{
			id: 'race',
			group: 'results',
			icon: 'M2 13V8M6 13V3M10 13V6M14 13v-3',
			title: () => raceManifest.topics.race.title,
			shows: ({ race }) => race !== undefined,
			draws: true,
		},
	],
	// A race that a reload interrupted shows a notice.
	loadAtStart: async (client) =>
		(await client['run.list']()).some((run) => run.end === 'running' && run.group?.kind === 'race'),
	load: () => import('./page/racePage.ts'),
	script: (client, pageExperiment) => ({
		race: async (policies, experiment) =>
			(await import('./page/headlessRace.ts')).trainRace(
				client,
				pageExperiment,
				policies,
				experiment,
			),
	}),
};
