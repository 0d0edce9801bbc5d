/** English words of the library that the page shows before it loads the feature. */
import { inLanguage } from '#engine/core/language.ts';

export const libraryManifestEnglish = {
	parts: { library: 'Skills and models', settings: 'Settings' },
	dialogs: { skills: 'Skills…', settings: 'Settings…', models: 'Models…' },
};
export const libraryManifest = inLanguage('libraryManifest', libraryManifestEnglish);
