/** All words of the page in Chinese (simplified). */
import { runChinese } from './run.ts';
import { policySentencesChinese } from './policySentences.ts';
import { differencesChinese } from './differences.ts';
import { pageChinese } from './page.ts';
import { deviceChinese } from './device.ts';
import { explainChinese, explainManifestChinese } from './explain.ts';
import type { Catalogues } from '../index.ts';
import { lessonsChinese, lessonsManifestChinese } from './lessons.ts';
import { raceChinese, raceManifestChinese } from './race.ts';
import { libraryChinese, libraryManifestChinese } from './library.ts';
import { policyChinese, policyManifestChinese } from './policy.ts';
import { questionsChinese, questionsManifestChinese } from './questions.ts';
import { runsChinese, runsManifestChinese } from './runs.ts';
import { shareChinese, shareManifestChinese } from './share.ts';
import { reportChinese } from './report.ts';
import { studiesChinese, studiesManifestChinese } from './studies.ts';

export const catalogues: Catalogues & Readonly<Record<string, object>> = {
	page: pageChinese,
	differences: differencesChinese,
	run: runChinese,
	policySentences: policySentencesChinese,
	policyManifest: policyManifestChinese,
	explainManifest: explainManifestChinese,
	raceManifest: raceManifestChinese,
	lessonsManifest: lessonsManifestChinese,
	runsManifest: runsManifestChinese,
	studiesManifest: studiesManifestChinese,
	questionsManifest: questionsManifestChinese,
	libraryManifest: libraryManifestChinese,
	shareManifest: shareManifestChinese,
	device: deviceChinese,
	race: raceChinese,
	lessons: lessonsChinese,
	explain: explainChinese,
	library: libraryChinese,
	policy: policyChinese,
	questions: questionsChinese,
	runs: runsChinese,
	share: shareChinese,
	report: reportChinese,
	studies: studiesChinese,
};

/** By English text: errors, and constant words of the floors below the page. */
export { default as texts } from './texts.json' with { type: 'json' };

/** No space beside full-width brackets, or between Chinese words: names can be Chinese or not. */
export const finish = (sentence: string): string =>
	sentence.replace(/(?<=）) | (?=（)|(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
