/** Chinese (simplified): its name, and how a text is corrected. */

export const tag = 'zh-CN';
export const name = '中文';

/** No space beside full-width brackets, or between Chinese words: names can be Chinese or not. */
export const finish = (sentence: string): string =>
	sentence.replace(/(?<=）) | (?=（)|(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
