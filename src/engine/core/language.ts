/**
 * The words of the language in use. Modules import a catalogue once and may keep parts of it: each
 * read of a text, and each call of a function, gives the language that is in use then. The worker,
 * scripts and tests choose no language, so theirs is English.
 */

export interface Language {
	/** A BCP 47 tag, for Intl and `<html lang>`. */
	readonly tag: string;
	/** By the name of a catalogue. English has none here. */
	readonly catalogues: Readonly<Record<string, object>>;
	/** By English text: errors, and constant words of the floors below the page. */
	readonly texts: Readonly<Record<string, string>>;
	/** Corrects a sentence with its values, such as spaces around a name. */
	readonly finish?: (sentence: string) => string;
}

export const english: Language = { tag: 'en', catalogues: {}, texts: {} };

let inUse = () => english;

/** On the page, `read` reads reactive state, so that what shows words follows it. */
export function followLanguage(read: () => Language): void {
	inUse = read;
}

export const languageTag = (): string => inUse().tag;

/** The text in the language in use, or the English text itself. */
export function translated(text: string): string {
	const { texts } = inUse();
	return Object.hasOwn(texts, text) ? texts[text] : text;
}

/** An object of the English catalogue's shape with the words of the language in use. */
export const inLanguage = <Words extends object>(name: string, words: Words): Words =>
	follow(words, () => (inUse().catalogues[name] as Words | undefined) ?? words);

function follow<Part extends object>(shape: Part, part: () => Part): Part {
	const parts = new Map<PropertyKey, unknown>();
	return new Proxy(shape, {
		get(_, key) {
			const word: unknown = Reflect.get(shape, key);
			if (!isPart(word)) return Reflect.get(part(), key) as unknown;
			if (!parts.has(key))
				parts.set(
					key,
					followPart(word, () => Reflect.get(part(), key)),
				);
			return parts.get(key);
		},
	});
}

type Sentence = (...values: readonly unknown[]) => unknown;
const followPart = (word: object, read: () => unknown): unknown =>
	typeof word === 'function'
		? (...values: readonly unknown[]) => finished((read() as Sentence)(...values))
		: follow(word, read as () => object);

const finished = (words: unknown): unknown =>
	typeof words === 'string' ? (inUse().finish?.(words) ?? words) : words;

/** Reading a group of words or a sentence reads no text yet. */
const isPart = (word: unknown): word is object =>
	typeof word === 'function' || (typeof word === 'object' && word !== null && !Array.isArray(word));

/** One formatter for each language, as making one is slow. */
export function perLanguage<Format>(make: (tag: string) => Format): () => Format {
	const made = new Map<string, Format>();
	return () => {
		const tag = languageTag();
		const format = made.get(tag) ?? make(tag);
		made.set(tag, format);
		return format;
	};
}
