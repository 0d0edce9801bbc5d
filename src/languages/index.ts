/** The languages of the page, and the catalogues that each of them has. */
import { english } from '#core/language.ts';
import type { runEnglish } from '#lab/run/words.en.ts';
import type { policyEnglish as policySentencesEnglish } from '#mixing/words.en.ts';
import type { Offer } from '#page/state/LanguageState.svelte.ts';
import type { differencesEnglish } from '#page/words/differences.en.ts';
import type { en } from '#page/words/en.ts';
import type { deviceEnglish } from '#features/device/words.en.ts';
import type { lessonsEnglish } from '#features/lessons/words.en.ts';
import type { raceEnglish } from '#features/race/words.en.ts';
import type { explainEnglish } from '#features/explain/words.en.ts';
import type { libraryEnglish } from '#features/library/words.en.ts';
import type { policyEnglish } from '#features/policy/words.en.ts';
import type { questionsEnglish } from '#features/questions/words.en.ts';
import type { runsEnglish } from '#features/runs/words.en.ts';
import type { shareEnglish } from '#features/share/words.en.ts';
import type { reportEnglish } from '#features/studies/report.en.ts';
import type { studiesEnglish } from '#features/studies/words.en.ts';
import type { dialogsEnglish, topicsEnglish } from '#features/topics.en.ts';

/** English is in the page's first files. Another language is one folder and one line. */
export const languages: readonly Offer[] = [
	{ tag: 'en', name: 'English', load: async () => english },
	{ tag: 'zh-CN', name: '中文', load: () => import('./zh/index.ts') },
];

/** A language without one of these catalogues, or without one of their words, is a type error. */
export interface Catalogues {
	page: typeof en;
	differences: typeof differencesEnglish;
	run: typeof runEnglish;
	policySentences: typeof policySentencesEnglish;
	topics: typeof topicsEnglish;
	dialogs: typeof dialogsEnglish;
	device: typeof deviceEnglish;
	race: typeof raceEnglish;
	lessons: typeof lessonsEnglish;
	explain: typeof explainEnglish;
	library: typeof libraryEnglish;
	policy: typeof policyEnglish;
	questions: typeof questionsEnglish;
	runs: typeof runsEnglish;
	share: typeof shareEnglish;
	report: typeof reportEnglish;
	studies: typeof studiesEnglish;
}
