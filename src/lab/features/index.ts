/** The features of the page. One entry is all that the page knows of a feature before it loads. */
import { raceOfRun } from '#lab/run/raceLanes.ts';
import type { Feature } from '#lab/page/shell/feature.ts';
import { dialogTitles, topics } from './topics.en.ts';

/** The order of this list is the order of the buttons in the page's head. */
export const features: readonly Feature[] = [
	{
		id: 'policy',
		topics: { mix: topics.mix },
		column: { side: 'left', title: () => topics.mix.title, parts: ['mix'] },
		loadAtStart: true,
		load: () => import('./policy/page/policyPage.ts'),
	},
	{
		id: 'explain',
		topics: {
			why: topics.why,
			picks: topics.picks,
			results: topics.results,
			samples: topics.samples,
			tryIt: topics.tryIt,
		},
		column: {
			side: 'right',
			title: () => topics.why.title,
			parts: ['why', 'results', 'samples', 'tryIt'],
		},
		loadAtStart: true,
		load: () => import('./explain/page/explainPage.ts'),
	},
	{
		id: 'race',
		topics: { race: topics.race },
		place: { id: 'race', title: () => topics.race.title, hidesRunBar: true },
		// A race that a reload interrupted shows a notice.
		loadAtStart: async (client) =>
			(await client['run.list']()).some((run) => run.end === 'running' && raceOfRun(run) !== null),
		load: () => import('./race/page/racePage.ts'),
	},
	{
		id: 'lessons',
		topics: { lessons: topics.lessons },
		place: { id: 'lessons', title: () => topics.lessons.title },
		opens: (fragment) => fragment.startsWith('#lesson'),
		// The first screen shows the gallery, and a lesson goes on after a reload.
		loadAtStart: true,
		load: () => import('./lessons/page/lessonsPage.ts'),
	},
	{
		id: 'runs',
		topics: { runs: topics.runs },
		place: { id: 'runs', title: () => topics.runs.title },
		load: () => import('./runs/page/runsPage.ts'),
	},
	{
		id: 'studies',
		topics: { studies: topics.studies },
		place: { id: 'studies', title: () => topics.studies.title },
		// A study that a reload interrupted shows a notice.
		loadAtStart: async (client) =>
			(await client['study.list']()).some(({ record }) => record.going),
		load: () => import('./studies/page/studiesPage.ts'),
	},
	{
		id: 'questions',
		topics: { questions: topics.questions },
		place: { id: 'questions', title: () => topics.questions.title },
		load: () => import('./questions/page/questionsPage.ts'),
	},
	{
		id: 'library',
		dialogs: [
			{ id: 'skills', title: () => dialogTitles.skills, part: 'library' },
			{ id: 'settings', title: () => dialogTitles.settings, part: 'settings' },
			{ id: 'models', title: () => dialogTitles.models, part: 'library' },
		],
		// The whole page takes dropped files.
		loadAtStart: true,
		load: () => import('./library/page/libraryPage.ts'),
	},
	{
		id: 'share',
		dialogs: [{ id: 'share', title: () => dialogTitles.share, part: 'share' }],
		load: () => import('./share/page/sharePage.ts'),
	},
	{
		id: 'device',
		// A GPU that failed its self-test shows a notice.
		loadAtStart: async (client) => (await client['device.tested']())?.outcome === 'failed',
		load: () => import('./device/page/devicePage.ts'),
	},
];
