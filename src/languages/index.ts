/** The languages of the page. */
import { english, type Language } from './language.ts';

/** A language that the page can load. */
export interface Offer {
	readonly tag: string;
	/** In the language itself. */
	readonly name: string;
	readonly load: () => Promise<Omit<Language, 'tag'>>;
}

/** English is in the page's first files. Another language is one folder and one line. */
export const languages: readonly Offer[] = [
	{ tag: 'en', name: 'English', load: async () => english },
	{ tag: 'zh-CN', name: '中文', load: () => import('./zh/index.ts') },
];
