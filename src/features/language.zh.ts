/** All words of the page in Chinese (simplified). */
import { deviceChinese } from './device/words.zh.ts';
import type { Catalogues } from './languages.ts';
import { lessonsChinese } from './lessons/words.zh.ts';
import { raceChinese } from './race/words.zh.ts';
import { dialogsChinese, topicsChinese } from './topics.zh.ts';

export const catalogues: Catalogues & Readonly<Record<string, object>> = {
	topics: topicsChinese,
	dialogs: dialogsChinese,
	device: deviceChinese,
	race: raceChinese,
	lessons: lessonsChinese,
};

export const texts: Readonly<Record<string, string>> = {
	// Nothing stands between two sentences.
	' ': '',
};
