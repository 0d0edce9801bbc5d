/** The languages of the page: English, and each folder beside it with a `language.ts`. */
import { english, pairStored, readMessages, readSentences, type Language } from './language.ts';

/** A language that the page can load. */
export interface Offer {
	/** A BCP 47 tag. */
	readonly tag: string;
	/** In the language itself. */
	readonly name: string;
	readonly load: () => Promise<Omit<Language, 'tag'>>;
}
/** The `language.ts` of a folder. `finish`: see Language. */
export type Described = Omit<Offer, 'load'> & Pick<Language, 'finish'>;

const described = import.meta.glob<Described>('./*/language.ts', { eager: true });
const texts = import.meta.glob<{ readonly files: Files; readonly sentences: Files }>(
	'./*/files.ts',
);
/** JSON files by path. */
type Files = Readonly<Record<string, object>>;

/** A number keeps its unit on its line, in a sentence that the page wraps. */
const withUnits = (text: string): string => text.replace(/(?<=\d) (?=%)/g, '\u00A0');

/** English is in the page's first files. */
export const languages: readonly Offer[] = [
	{ tag: 'en', name: 'English', load: async () => ({ ...english, finish: withUnits }) },
	...Object.entries(described).map(([path, { tag, name, ...finishing }]): Offer => ({
		tag,
		name,
		load: async () => {
			const { files, sentences } = await texts[path.replace('language.ts', 'files.ts')]();
			const byName = Object.fromEntries(
				Object.entries(files).map(([file, content]) => [
					file.replace(/^.*\/|\.json$/g, ''),
					content,
				]),
			);
			// Studies store the titles of policies too.
			const [{ default: mixing }, { default: stored }] = await Promise.all([
				import('./en/mixing.json'),
				import('./en/stored.json'),
			]);
			return {
				messages: readMessages(byName),
				sentences: readSentences(Object.values(sentences)),
				stored: pairStored({ mixing, stored }, byName),
				...finishing,
			};
		},
	})),
];
