/**
 * Messages as data. Lower floors return an id with values; a catalogue turns it into a sentence, so
 * that a second language needs no change below the page.
 */
import type { Json, JsonObject } from './jsonTypes.ts';
import { translated } from './language.ts';

/** Plain data, so it can be stored and sent between threads. */
export type Message = { readonly id: string; readonly values: JsonObject };

/** The union of messages with these ids and values: `{ 'skill.missing': { name: string } }`. */
export type MessageOf<Values> = {
	readonly [Id in keyof Values & string]: { readonly id: Id; readonly values: Values[Id] };
}[keyof Values & string];

/** The sentences of one language. A missing id is a type error. */
export type Catalogue<Values> = { readonly [Id in keyof Values]: (values: Values[Id]) => string };

export const messageText = <Values>(
	catalogue: Catalogue<Values>,
	{ id, values }: MessageOf<Values>,
): string => catalogue[id](values);

/** Stored words: messages in turn. Runs of earlier versions have the English text itself. */
export type Statement<M extends Message = Message> = string | M | readonly Statement<M>[];

/**
 * A message whose id is its English sentence, as in gettext: sentence`Line ${3} is empty.` has the
 * id `Line {0} is empty.` and the values { 0: 3 }. For errors, which are thrown where they are
 * read.
 */
export function sentence(
	parts: TemplateStringsArray,
	...values: readonly (string | number | Message)[]
): Message {
	const id = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`);
	return { id: id.replace(/\n\t+/g, ' '), values: { ...values } as unknown as JsonObject };
}

/** The text of a statement. An id that the catalogue lacks is an English sentence. */
export const statementText = (sentences: object, statement: Statement): string =>
	toText(statement, translated, sentences);

/** `translate`: an English sentence, with placeholders `{0}`, in the language of the text. */
function toText(
	statement: Statement,
	translate: (sentence: string) => string,
	sentences: object,
): string {
	if (typeof statement === 'string') return statement;
	const text = (part: Statement) => toText(part, translate, sentences);
	if (isList(statement)) return statement.map(text).join(translate(' '));
	const { id, values } = statement;
	if (Object.hasOwn(sentences, id))
		return (sentences as Catalogue<Record<string, unknown>>)[id](values);
	return translate(id).replace(/\{(\d+)\}/g, (placeholder, key: string) => {
		const value = values[key];
		if (value === undefined) return placeholder;
		return isMessage(value) ? text(value) : `${value as string | number}`;
	});
}
const isList = (statement: Message | readonly Statement[]): statement is readonly Statement[] =>
	Array.isArray(statement);
const isMessage = (value: Json): value is Json & Message =>
	typeof value === 'object' && value !== null && 'id' in value && 'values' in value;

/** A constant English text as a message: the text is the id. */
export const asMessage = (text: string | Message): Message =>
	typeof text === 'string' ? { id: text, values: {} } : text;

/** The English text of an error's message: for logs, and where no catalogue is at hand. */
export const englishText = (statement: Statement): string =>
	toText(statement, (sentence) => sentence, {});

const english = new Intl.PluralRules('en');

/** `1 cell`, `1,200 cells`. */
export const plural = (count: number, singular: string, many = `${singular}s`): string =>
	`${count.toLocaleString('en')} ${english.select(count) === 'one' ? singular : many}`;
