/**
 * Messages as data. Lower floors return an id with values; a catalogue turns it into a sentence, so
 * that a second language needs no change below the page.
 */
import type { JsonObject } from './json.ts';

/** Plain data, so it can be stored and sent between threads. */
export interface Message {
	readonly id: string;
	readonly values: JsonObject;
}

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

/** The text of a statement. A message with an unknown id has its id as text. */
export function statementText(sentences: object, statement: Statement): string {
	if (typeof statement === 'string') return statement;
	if (isList(statement)) return statement.map((one) => statementText(sentences, one)).join(' ');
	const { id, values } = statement;
	if (!Object.hasOwn(sentences, id)) return id;
	return (sentences as Catalogue<Record<string, unknown>>)[id](values);
}
const isList = (statement: Message | readonly Statement[]): statement is readonly Statement[] =>
	Array.isArray(statement);

const english = new Intl.PluralRules('en');

/** `1 cell`, `1,200 cells`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
	`${count.toLocaleString('en')} ${english.select(count) === 'one' ? one : many}`;
