/** The title and the question that stand for an embedded lesson until it is opened. */
import type { Cover } from '#lab/page/shell/feature.ts';
import { lessonAddress, readLessonLink } from '../model/lessonLink.ts';
import { parseLesson } from '../model/parseLesson.ts';
import { lessonCards, lessonLanguage } from './shipped.ts';

/** `places`: the screens that a lesson can open. Throws InputError if the lesson has an error. */
export async function lessonCover(fragment: string, places: readonly string[]): Promise<Cover> {
	const language = lessonLanguage();
	const shipped = lessonCards(language).find(({ id }) => lessonAddress(fragment) === id);
	const { title, question } =
		shipped ??
		parseLesson({ ...(await readLessonLink(fragment, location.href)), language, places });
	return { title, text: question };
}
