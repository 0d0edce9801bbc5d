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
	/** Its text speaks of seeds that it sets. */
	readonly setsSeeds: boolean;
	/** [step, value] of each recorded run before the question. What follows is the answer. */
	readonly curves: readonly (readonly (readonly number[])[])[];
}
type Texts = Readonly<Record<string, Pick<GalleryCard, 'title' | 'question'>>>;

/** The first one is for visitors who know nothing yet. */
export const lessonCards = (language: string): readonly GalleryCard[] =>
	gallery.map(({ texts, ...card }) => {
		const all: Texts = texts;
		return { ...card, ...(all[language] ?? all['en']) };
	});

/** Its place in the gallery, from 1; null: it is no shipped lesson. */
export const lessonNumber = (id: string): number | null =>
	gallery.findIndex((card) => card.id === id) + 1 || null;

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
