/** Types of texts: the ids from the message files, the values from `npm run messages`. */

/** The ids of the texts in a group of a message file. */
export type IdsIn<Group, Prefix extends string = ''> = {
	[Key in keyof Group & string]: Group[Key] extends string
		? `${Prefix}${Key}`
		: IdsIn<Group[Key], `${Prefix}${Key}.`>;
}[keyof Group & string];

/** A text as the page reads it: a string, or a function if it has values. */
type Word<Id, Values> = Id extends keyof Values ? (values: Values[Id]) => string : string;

/** The words of a group. `Values` has the values by id; a text of a list has none. */
export type WordsIn<Group, Values, Prefix extends string> = {
	readonly [Key in keyof Group]: Group[Key] extends string
		? Word<`${Prefix}.${Key & string}`, Values>
		: Group[Key] extends readonly unknown[]
			? Readonly<Group[Key]>
			: WordsIn<Group[Key], Values, `${Prefix}.${Key & string}`>;
};
