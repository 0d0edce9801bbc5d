/** All words of the page in Chinese (simplified). */
import { runChinese } from './run.ts';
import { policySentencesChinese } from './policySentences.ts';
import { differencesChinese } from './differences.ts';
import { pageChinese } from './page.ts';
import { deviceChinese } from './device.ts';
import { explainChinese } from './explain.ts';
import type { Catalogues } from '../index.ts';
import { lessonsChinese } from './lessons.ts';
import { raceChinese } from './race.ts';
import { libraryChinese } from './library.ts';
import { policyChinese } from './policy.ts';
import { questionsChinese } from './questions.ts';
import { runsChinese } from './runs.ts';
import { shareChinese } from './share.ts';
import { reportChinese } from './report.ts';
import { studiesChinese } from './studies.ts';
import { dialogsChinese, topicsChinese } from './topics.ts';

export const catalogues: Catalogues & Readonly<Record<string, object>> = {
	page: pageChinese,
	differences: differencesChinese,
	run: runChinese,
	policySentences: policySentencesChinese,
	topics: topicsChinese,
	dialogs: dialogsChinese,
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
