/** Corrects a Chinese text with its values. */

/** No space beside full-width brackets, or between Chinese words: names can be Chinese or not. */
export const finish = (sentence: string): string =>
	sentence.replace(/(?<=）) | (?=（)|(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
