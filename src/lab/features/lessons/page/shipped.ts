/** The shipped lessons: cards for the gallery, and the texts, which load when one is opened. */
import { languageTag } from '#languages/language.ts';
import gallery from '../lessons/gallery.json' with { type: 'json' };
import type { FindLesson } from '../model/lesson.ts';

/** The texts are by language, without a region. */
export const lessonLanguage = (): string => languageTag().split('-')[0];

/** One lesson of the gallery, in one language. */
export interface GalleryCard {
	readonly id: string;
	readonly title: string;
	readonly question: string;
	readonly minutes: number;
	/** [step, value] of each recorded run before the question. What follows is the answer. */
	readonly curves: readonly (readonly (readonly number[])[])[];
}
type Texts = Readonly<Record<string, Pick<GalleryCard, 'title' | 'question'>>>;

export const lessonCards = (language: string): readonly GalleryCard[] =>
	gallery.map(({ id, minutes, curves, texts }) => {
		const all: Texts = texts;
		return { id, minutes, curves, ...(all[language] ?? all['en']) };
	});

/** The lesson for visitors who know nothing yet: the first one of the gallery. */
export const beginnersLesson = (language: string): GalleryCard => lessonCards(language)[0];

/** The lesson after this one in the gallery; null: this one is the last, or is not there. */
export function nextLesson(language: string, id: string): GalleryCard | null {
	const cards = lessonCards(language);
	const at = cards.findIndex((card) => card.id === id);
	return (at >= 0 && cards[at + 1]) || null;
}

const texts = import.meta.glob<string>('../lessons/*/*.md', { query: '?raw', import: 'default' });

/** A lesson without a text in this language is in English. */
export async function findLesson(language: string, id: string): ReturnType<FindLesson> {
	const path = (file: string) => `../lessons/${id}/${file}`;
	const file = [`${language}.md`, 'en.md'].find((name) => path(name) in texts);
	return file === undefined ? null : { file: `${id}/${file}`, text: await texts[path(file)]() };
}
