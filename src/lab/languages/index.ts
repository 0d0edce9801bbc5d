/** The languages of the page, and the catalogues that each of them has. */
import { english } from '#engine/core/language.ts';
import type { runEnglish } from '#lab/run/words.en.ts';
import type { policyEnglish as policySentencesEnglish } from '#mixing/words.en.ts';
import type { Offer } from '#lab/page/state/LanguageState.svelte.ts';
import type { differencesEnglish } from '#lab/page/words/differences.en.ts';
import type { en } from '#lab/page/words/en.ts';
import type { deviceEnglish } from '#lab/features/device/words.en.ts';
import type { lessonsManifestEnglish } from '#lab/features/lessons/manifest.en.ts';
import type { lessonsEnglish } from '#lab/features/lessons/words.en.ts';
import type { raceManifestEnglish } from '#lab/features/race/manifest.en.ts';
import type { raceEnglish } from '#lab/features/race/words.en.ts';
import type { explainManifestEnglish } from '#lab/features/explain/manifest.en.ts';
import type { explainEnglish } from '#lab/features/explain/words.en.ts';
import type { libraryManifestEnglish } from '#lab/features/library/manifest.en.ts';
import type { libraryEnglish } from '#lab/features/library/words.en.ts';
import type { policyManifestEnglish } from '#lab/features/policy/manifest.en.ts';
import type { policyEnglish } from '#lab/features/policy/words.en.ts';
import type { questionsManifestEnglish } from '#lab/features/questions/manifest.en.ts';
import type { questionsEnglish } from '#lab/features/questions/words.en.ts';
import type { runsManifestEnglish } from '#lab/features/runs/manifest.en.ts';
import type { runsEnglish } from '#lab/features/runs/words.en.ts';
import type { shareManifestEnglish } from '#lab/features/share/manifest.en.ts';
import type { shareEnglish } from '#lab/features/share/words.en.ts';
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
	page: typeof en;
	differences: typeof differencesEnglish;
	run: typeof runEnglish;
	policySentences: typeof policySentencesEnglish;
	policyManifest: typeof policyManifestEnglish;
	explainManifest: typeof explainManifestEnglish;
	raceManifest: typeof raceManifestEnglish;
	lessonsManifest: typeof lessonsManifestEnglish;
	runsManifest: typeof runsManifestEnglish;
	studiesManifest: typeof studiesManifestEnglish;
	questionsManifest: typeof questionsManifestEnglish;
	libraryManifest: typeof libraryManifestEnglish;
	shareManifest: typeof shareManifestEnglish;
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
