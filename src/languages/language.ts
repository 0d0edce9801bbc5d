/**
 * The language in use and the texts of its messages. The worker, scripts and tests choose no
 * language, so theirs is English.
 */

export interface Language {
	/** A BCP 47 tag, for Intl and `<html lang>`. */
	readonly tag: string;
	/** ICU texts by id. English texts are registered with the code that uses them. */
	readonly messages: ReadonlyMap<string, string>;
	/** Its texts for English ones of the code (`say`): `sentences.json`. */
	readonly sentences: ReadonlyMap<string, string>;
	/** Its text for an English one that runs, studies and question sets store. */
	readonly stored: ReadonlyMap<string, string>;
	/** Corrects a text with its values, such as spaces around a name. */
	readonly finish?: (text: string) => string;
}

/** A message file: texts, and groups and lists of them. */
export type MessageFile = { readonly [key: string]: string | readonly string[] | MessageFile };

/** Files whose ids have no prefix, because stored runs have such ids: `rows.cut`. */
export const unprefixed: ReadonlySet<string> = new Set(['mixing', 'run']);

/** The texts of files by id: `<file>.<group>.<key>`. */
export function readMessages(files: Readonly<Record<string, object>>): Map<string, string> {
	const messages = new Map<string, string>();
	const add = (prefix: string, group: object) => {
		for (const [key, inner] of Object.entries(group))
			if (typeof inner === 'string') messages.set(prefix + key, inner);
			else add(`${prefix}${key}.`, inner as object);
	};
	for (const [name, file] of Object.entries(files))
		add(unprefixed.has(name) ? '' : `${name}.`, file);
	return messages;
}

/** Translations of the code's English texts, by these. */
export const readSentences = (files: readonly object[]): Map<string, string> =>
	new Map(files.flatMap((file) => Object.entries(file) as [string, string][]));

/** The texts of files by those of the English files. The last file wins. */
export function pairStored(
	english: Readonly<Record<string, object>>,
	texts: Readonly<Record<string, object>>,
): Map<string, string> {
	const byId = readMessages(texts);
	const plain = (text: string) => text.replace(/'([{}])'/g, '$1');
	const pairs = [...readMessages(english)];
	return new Map(pairs.map(([id, text]) => [plain(text), plain(byId.get(id) ?? text)]));
}

const englishMessages = new Map<string, string>();
export const english: Language = {
	tag: 'en',
	messages: englishMessages,
	sentences: new Map(),
	// Runs, links and results keep these names; readers say CPU.
	stored: new Map(
		[
			'processor (WebAssembly, {0} threads)',
			'processor (WebAssembly, {0} thread)',
			'processor (JavaScript, slow)',
			'reference engine: tfjs on the processor',
			'processor with fused multiply-add',
			'processor without fused multiply-add',
			'processor without WebAssembly',
		].map((name) => [name, name.replace('processor', 'CPU')]),
	),
};

/** Adds English texts. Each part of the source registers its own. */
export function registerEnglish(files: Readonly<Record<string, object>>): void {
	for (const [id, text] of readMessages(files)) englishMessages.set(id, text);
}

let inUse = () => english;

/** On the page, `read` reads reactive state, so that what shows words follows it. */
export function followLanguage(read: () => Language): void {
	inUse = read;
}
export const languageInUse = (): Language => inUse();

/**
 * The text for an English one that is stored, such as the label of a figure: `en/stored.json` has
 * these. A number of the text can be its value {0}. Other texts, such as an author's, stay.
 */
export function storedText(text: string): string {
	const { stored } = inUse();
	const whole = stored.get(text);
	if (whole !== undefined) return whole;
	const [number = ''] = /\d+(?:\.\d+)?(?:e[-+]?\d+)?/.exec(text) ?? [];
	return stored.get(text.replace(number, '{0}'))?.replace('{0}', number) ?? text;
}
export const languageTag = (): string => inUse().tag;

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
