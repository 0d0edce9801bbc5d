/** All words of the page in Chinese (simplified). */
import { runChinese } from '#lab/run/words.zh.ts';
import { policyChinese as policySentencesChinese } from '#mixing/words.zh.ts';
import { differencesChinese } from '#page/words/differences.zh.ts';
import { zh } from '#page/words/zh.ts';
import { deviceChinese } from './device/words.zh.ts';
import { explainChinese } from './explain/words.zh.ts';
import type { Catalogues } from './languages.ts';
import { lessonsChinese } from './lessons/words.zh.ts';
import { raceChinese } from './race/words.zh.ts';
import { libraryChinese } from './library/words.zh.ts';
import { policyChinese } from './policy/words.zh.ts';
import { questionsChinese } from './questions/words.zh.ts';
import { runsChinese } from './runs/words.zh.ts';
import { shareChinese } from './share/words.zh.ts';
import { reportChinese } from './studies/report.zh.ts';
import { studiesChinese } from './studies/words.zh.ts';
import { dialogsChinese, topicsChinese } from './topics.zh.ts';

export const catalogues: Catalogues & Readonly<Record<string, object>> = {
	page: zh,
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
export { default as texts } from './texts.zh.json' with { type: 'json' };

/** No space beside full-width brackets, or between Chinese words: names can be Chinese or not. */
export const finish = (sentence: string): string =>
	sentence.replace(/(?<=）) | (?=（)|(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
