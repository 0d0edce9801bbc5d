/**
 * Messages as data: an id with values. The message files (languages/) have the texts, so another
 * language needs no change in the code.
 */
import { english, languageInUse } from '#languages/language.ts';
import type { Messages, None } from '#languages/messages.ts';
import { statementIn } from '#languages/text.ts';
import type { JsonObject } from './jsonTypes.ts';

/** Plain data, so it can be stored and sent between threads. */
export type Message = { readonly id: string; readonly values: JsonObject };

/** Text of a setting or a title: a message, or plain English. */
export type Text = string | Message;

/** The union of messages with these ids and values: `{ 'skill.missing': { name: string } }`. */
export type MessageOf<Values> = {
	readonly [Id in keyof Values & string]: { readonly id: Id; readonly values: Values[Id] };
}[keyof Values & string];

/** The ids of the second level of a message file: `uniform.mix`. */
type IdsIn<File> = keyof Messages &
	{ [Group in keyof File & string]: `${Group}.${keyof File[Group] & string}` }[keyof File & string];

/** The messages of a file. `Shown` has those that store other values than their texts show. */
export type StoredMessages<File, Shown> = {
	readonly [Id in IdsIn<File>]: Id extends keyof Shown
		? Shown[Id] extends (stored: infer Values) => object
			? Values
			: never
		: Messages[Id];
};

/** The sentences of one language. A missing id is a type error. */
export type Catalogue<Values> = { readonly [Id in keyof Values]: (values: Values[Id]) => string };

export const messageText = <Values>(
	catalogue: Catalogue<Values>,
	{ id, values }: MessageOf<Values>,
): string => catalogue[id](values);

/** Stored words: messages in turn. Runs of earlier versions have the English text itself. */
export type Statement<M extends Message = Message> = string | M | readonly Statement<M>[];

/** A message by its id in the message files, with the values of its text. */
export const sentence = <Id extends keyof Messages>(
	id: Id,
	...[values]: Messages[Id] extends None ? [] : [Messages[Id]]
): Message => ({ id, values: values ?? {} });

/** The text of a statement in the language in use. */
export const statementText = (statement: Statement): string =>
	statementIn(languageInUse(), statement);

/** A constant English text as a message: the text is the id. */
export const asMessage = (text: string | number | Message): Message =>
	typeof text === 'object' ? text : { id: String(text), values: {} };

/** The English text of an error's message: for logs and commands. */
export const englishText = (statement: Statement): string => statementIn(english, statement);
