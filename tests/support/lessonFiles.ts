/** The files of the shipped lessons, and the cards that the gallery makes from them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lessonIds } from './lessonOrder.ts';
import { features } from '#lab/features/index.ts';
import { namesSeeds } from '#lab/features/teach/model/lesson.ts';
import { parseLesson } from '#lab/features/teach/model/parseLesson.ts';
import { listParts } from '#lab/page/shell/pageParts.ts';

/** The screens of the page, which a lesson can open. */
export const { places } = listParts(features);

export const lessonFolder = 'src/lab/features/teach/lessons';
const read = (id: string, file: string) => readFileSync(path.join(lessonFolder, id, file), 'utf8');

/** What a lesson gave with the shipped model. */
export interface Recorded {
	readonly curves: readonly number[][][];
	/** The curves before the question. */
	readonly before: number;
	/** The choice that the run made true. */
	readonly outcome: number;
}
/** Null: the lesson has not been recorded since its text or the base model changed. */
export const recordedOf = (id: string): Recorded | null =>
	existsSync(path.join(lessonFolder, id, 'recorded.json'))
		? (JSON.parse(read(id, 'recorded.json')) as Recorded)
		: null;

/** One per language, English first. */
export const lessonsIn = (id: string) =>
	readdirSync(path.join(lessonFolder, id))
		.filter((file) => file.endsWith('.md'))
		.toSorted((a, b) => Number(b === 'en.md') - Number(a === 'en.md'))
		.map((file) => {
			const language = path.basename(file, '.md');
			return { language, lesson: parseLesson({ file, text: read(id, file), language, places }) };
		});

export const galleryCards = () =>
	lessonIds.map((id) => {
		const lessons = lessonsIn(id);
		const { curves = [], before = 0 } = recordedOf(id) ?? {};
		const texts = lessons.map(({ language, lesson: { title, question } }) => {
			return [language, { title, question }];
		});
		const { minutes } = lessons[0].lesson;
		return {
			id,
			minutes,
			setsSeeds: namesSeeds(lessons[0].lesson),
			curves: curves.slice(0, before),
			texts: Object.fromEntries(texts) as unknown,
		};
	});
