/** The library as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/library.manifest.json' with { type: 'json' };

const libraryManifest = wordsOf('library.manifest', english);

export const library: Feature = {
	id: 'library',
	parts: {
		library: () => libraryManifest.parts.library,
		settings: () => libraryManifest.parts.settings,
	},
	dialogs: [
		{ id: 'skills', title: () => libraryManifest.dialogs.skills, part: 'library' },
		{ id: 'settings', title: () => libraryManifest.dialogs.settings, part: 'settings' },
		{ id: 'models', title: () => libraryManifest.dialogs.models, part: 'library' },
	],
	// The whole page takes dropped files.
	loadAtStart: true,
	keeps: libraryManifest.keeps,
	load: () => import('./page/libraryPage.ts'),
};
