/** The languages of the page, and the catalogues that each of them has. */
import { english } from '#engine/core/language.ts';
import type { runEnglish } from '#lab/run/words.en.ts';
import type { policyEnglish as policySentencesEnglish } from '#mixing/words.en.ts';
import type { Offer } from '#lab/page/state/LanguageState.svelte.ts';
import type { differencesEnglish } from '#lab/page/words/differences.en.ts';
import type { en } from '#lab/page/words/en.ts';
import type { deviceEnglish } from '#lab/features/device/words.en.ts';
import type { lessonsEnglish } from '#lab/features/lessons/words.en.ts';
import type { raceEnglish } from '#lab/features/race/words.en.ts';
import type { explainEnglish } from '#lab/features/explain/words.en.ts';
import type { libraryEnglish } from '#lab/features/library/words.en.ts';
import type { policyEnglish } from '#lab/features/policy/words.en.ts';
import type { questionsEnglish } from '#lab/features/questions/words.en.ts';
import type { runsEnglish } from '#lab/features/runs/words.en.ts';
import type { shareEnglish } from '#lab/features/share/words.en.ts';
import type { reportEnglish } from '#lab/features/studies/report.en.ts';
import type { studiesEnglish } from '#lab/features/studies/words.en.ts';
import type { dialogsEnglish, topicsEnglish } from '#lab/features/topics.en.ts';

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
