/** The languages of the page, and the catalogues that each of them has. */
import { english } from '#languages/language.ts';
import type { Offer } from '#lab/page/state/LanguageState.svelte.ts';
import type { studiesManifestEnglish } from '#lab/features/studies/manifest.en.ts';
import type { reportEnglish } from '#lab/features/studies/report.en.ts';
import type { studiesEnglish } from '#lab/features/studies/words.en.ts';

/** English is in the page's first files. Another language is one folder and one line. */
export const languages: readonly Offer[] = [
	{ tag: 'en', name: 'English', load: async () => english },
	{ tag: 'zh-CN', name: '中文', load: () => import('./zh/index.ts') },
];

/** A language without one of these catalogues, or without one of their words, is a type error. */
export interface Catalogues {
	studiesManifest: typeof studiesManifestEnglish;
	report: typeof reportEnglish;
	studies: typeof studiesEnglish;
}
