/** The shipped lessons: cards for the gallery, and the texts, which load when one is opened. */
import gallery from '../lessons/gallery.json' with { type: 'json' };
import type { FindLesson, Recorded } from '../model/lesson.ts';

/** One lesson of the gallery, in one language. */
export interface GalleryCard {
	readonly id: string;
	readonly title: string;
	readonly question: string;
	readonly minutes: number;
	/** [step, value] of its skill in each recorded run; the last run is the one that matters. */
	readonly curve: readonly (readonly (readonly number[])[])[];
}
type Texts = Readonly<Record<string, Pick<GalleryCard, 'title' | 'question'>>>;

export const lessonCards = (language: string): readonly GalleryCard[] =>
	gallery.map(({ id, minutes, curve, texts }) => {
		const all: Texts = texts;
		return { id, minutes, curve, ...(all[language] ?? all['en']) };
	});

const texts = import.meta.glob<string>('../lessons/*/*.md', { query: '?raw', import: 'default' });
/** Measured values and curves of a lesson's runs on the shipped model. */
interface Recording {
	readonly values: Recorded;
	readonly curves: GalleryCard['curve'];
}
const recordings = import.meta.glob<Recording>('../lessons/*/recorded.json', { import: 'default' });

/** A lesson without a text in this language is in English. */
export async function findLesson(language: string, id: string): ReturnType<FindLesson> {
	const path = (file: string) => `../lessons/${id}/${file}`;
	const file = [`${language}.md`, 'en.md'].find((name) => path(name) in texts);
	if (file === undefined) return null;
	const recorded = recordings[path('recorded.json')];
	return {
		file: `${id}/${file}`,
		text: await texts[path(file)](),
		recorded: recorded ? (await recorded()).values : [],
	};
}
