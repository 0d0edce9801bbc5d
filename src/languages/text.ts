/**
 * Texts of messages in the language in use. A text has the syntax of ICU MessageFormat, and its
 * numbers the formats of format.ts: `{share, number, percent}`.
 */
import { IntlMessageFormat, type Formats, type Formatters } from 'intl-messageformat';
import { numberFormats, type NumberFormat } from './format.ts';
import { english, languageInUse, registerEnglish, type Language } from './language.ts';
import type { MessageFiles, WordsOf } from './messages.ts';

export type Values = Readonly<Record<string, unknown>>;

/** From the values that a message stores to those that its text shows. */
export type ShownValues = { readonly [id: string]: (stored: never) => object };
const shownValues = new Map<string, (stored: Values) => Values>();

/** Adds the functions of messages that store other values than their texts show. */
export function registerValues(functions: ShownValues): void {
	for (const [id, show] of Object.entries(functions))
		shownValues.set(id, show as (stored: object) => Values);
}

/** Plain data, so it can be stored and sent between threads. A value can be a message. */
interface Message {
	readonly id: string;
	readonly values: Values;
}

/**
 * The text of a message, of messages in turn, or of a text as it is. A message is the id of a text
 * in the message files, or an English text itself.
 */
export function statementIn(language: Language, statement: unknown): string {
	if (Array.isArray(statement)) {
		const texts = statement.map((part) => statementIn(language, part));
		return texts.join(language.messages.get('format.betweenSentences') ?? ' ');
	}
	if (!isMessage(statement)) return String(statement);
	const { id, values } = statement;
	return (
		textIn(language, id, shownValues.get(id)?.(values) ?? values) ?? saidIn(language, id, values)
	);
}
const isMessage = (value: unknown): value is Message =>
	typeof value === 'object' && value !== null && 'id' in value && 'values' in value;

/** An English text of the code in this language. Without values a brace is a brace. */
function saidIn(language: Language, english: string, values: Values): string {
	const source = language.sentences.get(english) ?? english;
	if (Object.keys(values).length === 0) return language.finish?.(source) ?? source;
	try {
		return formatted(language, source, values);
	} catch {
		// Runs and files of other versions can have texts with other places: {0}, {1}.
		return source.replace(/\{(\w+)\}/g, (place, key: string) =>
			values[key] === undefined ? place : statementIn(language, values[key]),
		);
	}
}

/** The text of the message file with this id, in English if the language lacks it, or null. */
export function textIn(language: Language, id: string, values: Values = {}): string | null {
	const source = language.messages.get(id);
	if (source === undefined) return language === english ? null : textIn(english, id, values);
	return source.includes('{') ? formatted(language, source, values) : source;
}

function formatted(language: Language, source: string, values: Values): string {
	// Parsing is slow, so each text is parsed once, when it is first shown.
	const cache = parsed.get(language.messages) ?? new Map<string, IntlMessageFormat>();
	parsed.set(language.messages, cache);
	const format = cache.get(source) ?? parse(source, language.tag);
	cache.set(source, format);
	const shown = Object.entries(values).map(([name, value]) => [
		name,
		valueIn(language, namesSkills.has(name) ? skillsIn(language, value) : value),
	]);
	const text = String(format.format(Object.fromEntries(shown) as Record<string, string>));
	return language.finish?.(text) ?? text;
}
/** The values of policies' messages with skills, whose names runs store in English. */
const namesSkills: ReadonlySet<string> = new Set(['name', 'skills', 'targets']);
const skillsIn = ({ stored }: Language, value: unknown): unknown => {
	const text = (name: unknown) => (typeof name === 'string' ? (stored.get(name) ?? name) : name);
	return Array.isArray(value) ? value.map(text) : text(value);
};
function valueIn(language: Language, value: unknown): unknown {
	if (Array.isArray(value)) return value.map((part) => valueIn(language, part));
	if (isMessage(value)) return statementIn(language, value);
	return typeof value === 'string' && leftward.test(value) ? isolate(value) : value;
}
/** A name in Hebrew, Arabic or a like script would also turn the numbers and signs beside it. */
const leftward = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const isolate = (value: string) => (value.includes('\u2068') ? value : `\u2068${value}\u2069`);
const parsed = new WeakMap<ReadonlyMap<string, string>, Map<string, IntlMessageFormat>>();

const parse = (source: string, tag: string): IntlMessageFormat =>
	new IntlMessageFormat(source, tag, styles as Partial<Formats>, { ignoreTag: true, formatters });

/** The library hands a style to `getNumberFormat`, which finds the format by its name. */
const styles = {
	number: Object.fromEntries(Object.keys(numberFormats).map((format) => [format, { format }])),
};
const formatters: Formatters = {
	getNumberFormat: (_, style) =>
		({
			format: numberFormats[(style as { format?: NumberFormat } | undefined)?.format ?? 'count'],
		}) as unknown as Intl.NumberFormat,
	getDateTimeFormat: (...options) => new Intl.DateTimeFormat(...options),
	getPluralRules: (...options) => new Intl.PluralRules(...options),
};

/**
 * The words of a message file: a text as a string in the language in use at each read, a text with
 * values as a function. A module can keep a group of words in a constant, but no text.
 */
export function wordsOf<Name extends keyof MessageFiles>(
	name: Name,
	file: MessageFiles[Name],
): WordsOf<Name> {
	registerEnglish({ [name]: file });
	return groupOf(name, file) as WordsOf<Name>;
}

function groupOf(id: string, group: object): object {
	const words: object = Array.isArray(group) ? [] : {};
	for (const [key, inner] of Object.entries(group) as [string, string | object][])
		Object.defineProperty(words, key, { enumerable: true, ...wordOf(`${id}.${key}`, inner) });
	return words;
}
function wordOf(id: string, inner: string | object): PropertyDescriptor {
	if (typeof inner !== 'string') return { value: groupOf(id, inner) };
	if (hasValues(inner)) return { value: (values: Values) => textIn(languageInUse(), id, values) };
	return { get: () => textIn(languageInUse(), id) };
}

/** A brace that is not quoted begins a value. */
export const hasValues = (source: string): boolean => /(?<!')\{/.test(source);
