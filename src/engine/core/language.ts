/**
 * The words of the language in use. Modules import a catalogue once and may keep parts of it: each
 * read of a text, and each call of a function, gives the language that is in use then.
 */
import { languageInUse as inUse } from '#languages/language.ts';

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
