/** The library as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';
import { libraryManifest as words } from './manifestWords.ts';

export const library: Feature = {
	id: 'library',
	parts: { library: () => words.parts.library, settings: () => words.parts.settings },
	dialogs: [
		{ id: 'skills', title: () => words.dialogs.skills, part: 'library' },
		{ id: 'settings', title: () => words.dialogs.settings, part: 'settings' },
		{ id: 'models', title: () => words.dialogs.models, part: 'library' },
	],
	// The whole page takes dropped files.
	loadAtStart: true,
	keeps: true,
	load: () => import('./page/libraryPage.ts'),
};
