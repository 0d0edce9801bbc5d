/** The languages of the page. */
import { english } from '#languages/language.ts';
import type { Offer } from '#lab/page/state/LanguageState.svelte.ts';

/** English is in the page's first files. Another language is one folder and one line. */
export const languages: readonly Offer[] = [
	{ tag: 'en', name: 'English', load: async () => english },
	{ tag: 'zh-CN', name: '中文', load: () => import('./zh/index.ts') },
];
