/** The languages of the page, and the catalogues that each of them has. */
import { english } from '#core/language.ts';
import type { Offer } from '#page/state/LanguageState.svelte.ts';
import type { deviceEnglish } from './device/words.en.ts';
import type { lessonsEnglish } from './lessons/words.en.ts';
import type { raceEnglish } from './race/words.en.ts';
import type { dialogsEnglish, topicsEnglish } from './topics.en.ts';

/** English is in the page's first files. Another language is one more line and `language.xx.ts`. */
export const languages: readonly Offer[] = [
	{ tag: 'en', name: 'English', load: async () => english },
	{ tag: 'zh-CN', name: '中文', load: () => import('./language.zh.ts') },
];

/** A language without one of these catalogues, or without one of their words, is a type error. */
export interface Catalogues {
	topics: typeof topicsEnglish;
	dialogs: typeof dialogsEnglish;
	device: typeof deviceEnglish;
	race: typeof raceEnglish;
	lessons: typeof lessonsEnglish;
}
