/** The library as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/library.manifest.json' with { type: 'json' };

const libraryManifest = wordsOf('library.manifest', english);

export const library: Feature = {
	id: 'library',
	places: [
		{
			id: 'data',
			group: 'material',
			icon: 'M2 4q0-2 6-2t6 2v8q0 2-6 2t-6-2zM2 4q0 2 6 2t6-2M2 8q0 2 6 2t6-2',
			title: () => libraryManifest.places.data,
		},
		{
			id: 'models',
			group: 'material',
			icon: 'M3 2h10v3H3zM3 6.5h10v3H3zM3 11h10v3H3z',
			title: () => libraryManifest.places.models,
		},
		{
			id: 'settings',
			group: 'material',
			icon: 'M2 4h7M12 4h2M9 2v4M2 8h2M7 8h7M4 6v4M2 12h6M11 12h3M8 10v4',
			title: () => libraryManifest.places.settings,
		},
	],
	// The whole page takes dropped files.
	loadAtStart: true,
	keeps: libraryManifest.keeps,
	load: () => import('./page/libraryPage.ts'),
};
