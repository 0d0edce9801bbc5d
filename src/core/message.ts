/**
 * Messages as data. Lower floors return an id with values; a catalogue turns it into a sentence, so
 * that a second language needs no change below the page.
 */
import type { Json } from './json.ts';

/** Plain data: a message can be stored, and sent between threads. */
export type MessageValue = Json;

export interface Message {
	readonly id: string;
	readonly values: Readonly<Record<string, MessageValue>>;
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

const english = new Intl.PluralRules('en');

/** `1 cell`, `1,200 cells`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
	`${count.toLocaleString('en')} ${english.select(count) === 'one' ? one : many}`;
