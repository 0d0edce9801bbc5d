/**
 * Messages as data, which can be stored, sent between threads and shown in another language. Errors
 * and facts stand in English where they are made, and the English text is their id: `say('Unknown
 * field “{field}”.', { field })`. What policies and runs report has an id of a message file
 * (languages/en/): `sentence('uniform.mix')`.
 */
import { english, languageInUse } from '#languages/language.ts';
import type { Messages, None } from '#languages/messages.ts';
import { statementIn } from '#languages/text.ts';
import type { JsonObject } from './jsonTypes.ts';

/** `id`: of a text in the message files, or an English text. */
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

/** Stored words: messages in turn, or text as it is, such as a browser's error. */
export type Statement<M extends Message = Message> = string | M | readonly Statement<M>[];

/** A message by its id in the message files, with the values of its text. */
export const sentence = <Id extends keyof Messages>(
	id: Id,
	...[values]: Messages[Id] extends None ? [] : [Messages[Id]]
): Message => ({ id, values: values ?? {} });

/** The names of a text's values: `{name}` and `{name, number, percent}`. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Rest}`
	? NameAt<Rest> | NamesIn<Rest>
	: never;
type NameAt<Text extends string> = Text extends `${infer Name}}${string}`
	? Name extends `${infer First},${string}`
		? Named<First>
		: Named<Name>
	: never;
/** Not the content of a quoted brace. */
type Named<Name extends string> = Name extends '' | `${string}${' ' | "'" | '{'}${string}`
	? never
	: Name;

type SaidValue =
	string | number | boolean | null | Message | readonly (string | number | Message)[];
/** An option of a plural or a select looks like a name, so types do not check these texts. */
type ValuesIn<Text extends string> = Text extends `${string}, ${'plural' | 'select'}, ${string}`
	? [values: Readonly<Record<string, SaidValue>>]
	: string extends Text
		? [values?: Readonly<Record<string, SaidValue>>]
		: [NamesIn<Text>] extends [never]
			? []
			: [values: { readonly [Name in NamesIn<Text>]: SaidValue }];

/**
 * A message in English, with values as in ICU MessageFormat. Without values, its text is as it
 * stands. Languages translate it by this text, so it is a literal (`npm run messages`).
 */
export const say = <const Text extends string>(
	text: Text,
	...[values]: ValuesIn<Text>
): Message => ({ id: text, values: values ?? {} });

/** The text of a statement in the language in use. */
export const statementText = (statement: Statement): string =>
	statementIn(languageInUse(), statement);

/** A text that is shown as it is, unless a language translates it. */
export const asMessage = (text: string | number | Message): Message =>
	typeof text === 'object' ? text : { id: String(text), values: {} };

/** The English text of an error's message: for logs and commands. */
export const englishText = (statement: Statement): string => statementIn(english, statement);
