/** The types of the message files' texts, from the syntax trees of the English ones. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { hasValues } from '#languages/text.ts';
import { readMessages, unprefixed, type MessageFile } from '#languages/language.ts';

/** The type that the texts give a value. */
interface Use {
	isNumber: boolean;
	isList: boolean;
	canBeNull: boolean;
	options: Set<string>;
	/** Its last option `other {}` is empty: a value is one of those before. */
	isClosed: boolean;
	isText: boolean;
	/** A text can also only choose by a value. */
	isShown: boolean;
}

/** The message files of a language by name. */
export const readMessageFiles = (language: string): [string, MessageFile][] => {
	const files = path.join('src/languages', language);
	return readdirSync(files)
		.filter((file) => file.endsWith('.json'))
		.map((file) => [
			path.basename(file, '.json'),
			JSON.parse(readFileSync(path.join(files, file), 'utf8')) as MessageFile,
		]);
};
export const readEnglishFiles = (): [string, MessageFile][] => readMessageFiles('en');

/** The folders of the languages beside English. */
export const languageFolders = (): string[] =>
	readdirSync('src/languages', { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== 'en')
		.map(({ name }) => name);

/** Formats that show a missing number as a dash. */
const lenient = new Set(['percent', 'inPercent', 'points', 'points1']);
const lists = new Set('list,series,commas,clauses,semicolons,sentences,ands,clausesAnd'.split(','));

export function usesIn(text: string): Map<string, Use> {
	const uses = new Map<string, Use>();
	const visit = (elements: readonly MessageFormatElement[], plural?: Use) => {
		for (const element of elements) {
			if (element.type === TYPE.pound && plural) plural.isShown = true;
			if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
			const use = uses.get(element.value) ?? {
				isNumber: false,
				isList: false,
				canBeNull: false,
				options: new Set<string>(),
				isClosed: false,
				isText: false,
				isShown: false,
			};
			uses.set(element.value, use);
			if (element.type === TYPE.number) {
				const style = typeof element.style === 'string' ? element.style : '';
				if (lists.has(style)) use.isList = true;
				else use.isNumber = true;
				if (lenient.has(style)) use.canBeNull = true;
			} else if (element.type === TYPE.plural) use.isNumber = true;
			else if (element.type === TYPE.select) {
				for (const option of Object.keys(element.options)) use.options.add(option);
				use.isClosed ||= element.options['other'].value.length === 0;
			} else use.isText = true;
			if (element.type === TYPE.argument || element.type === TYPE.number) use.isShown = true;
			if ('options' in element)
				for (const option of Object.values(element.options))
					visit(option.value, element.type === TYPE.plural ? use : plural);
		}
	};
	visit(parse(text, { ignoreTag: true }));
	return uses;
}

const flags = ['true', 'false', 'other'];
const named = (options: Set<string>) =>
	[...options].filter((option) => !['other', 'null', 'undefined'].includes(option));
function typeOf(
	{ isNumber, isList, canBeNull, options, isClosed, isText }: Use,
	nothing: string,
): string {
	const isFlag = options.size > 0 && [...options].every((option) => flags.includes(option));
	const type = isList
		? 'readonly Value[]'
		: isNumber
			? 'number'
			: isText
				? 'Value'
				: isFlag
					? 'boolean'
					: isClosed
						? named(options)
								.map((option) => JSON.stringify(option))
								.join(' | ')
						: 'string | number | boolean';
	return canBeNull || options.has('null') || options.has('undefined')
		? `${type} | ${nothing}`
		: type;
}

function valuesType(text: string, nothing: string): string {
	const fields = [...usesIn(text)].map(([name, use]) => `${name}: ${typeOf(use, nothing)}`);
	return `{ ${fields.join('; ')} }`;
}

const quoted = (key: string) => JSON.stringify(key);

/** Files whose messages are made where they are not shown; the others are read as words. */
export const isMessageFile = (name: string): boolean => /^(engine|mixing|lab|run)$/.test(name);

const valuesOf = (files: [string, MessageFile][], nothing: string): string =>
	[...readMessages(Object.fromEntries(files))]
		.filter(([, text]) => hasValues(text))
		.map(([id, text]) => `\t${quoted(id)}: ${valuesType(text, nothing)};\n`)
		.join('');

/** The text of src/languages/messages.ts. */
export function messageTypes(): string {
	const files = readEnglishFiles();
	const messages = files.filter(([name]) => isMessageFile(name));
	const words = files.filter(
		([name]) => !isMessageFile(name) && !['format', 'stored'].includes(name),
	);
	const [prefixed, plain] = [
		messages.filter(([name]) => !unprefixed.has(name)),
		messages.filter(([name]) => unprefixed.has(name)),
	].map((group) => group.map(([name]) => quoted(name)));
	return `/** Values of the English texts. Written by \`npm run messages\`, and not in git. */
import type { IdsIn, WordsIn } from './typed.ts';

export type None = Readonly<Record<string, never>>;
type Json = string | number | boolean | null | readonly Json[] | JsonObject;
type JsonObject = { readonly [key: string]: Json };
/** Text, a number, or a message. */
export type Value = string | number | { readonly id: string; readonly values: JsonObject };

type MessageIds =
	| ${[
		...plain.map((name) => `IdsIn<MessageFiles[${name}]>`),
		`IdsIn<Pick<MessageFiles, ${prefixed.join(' | ')}>>`,
	].join('\n\t| ')};
/** The values of each message, by its id. */
export type Messages = {
	readonly [Id in MessageIds]: Id extends keyof MessageValues
		? Readonly<MessageValues[Id]>
		: None;
};
/** The words of a message file: a text as a string, a text with values as a function. */
export type WordsOf<Name extends keyof MessageFiles> = WordsIn<
	MessageFiles[Name],
	WordValues,
	Name
>;

/** The message files that each language must have, with all texts of English. */
export interface MessageFiles {
${files.map(([name]) => `\t${quoted(name)}: typeof import('./en/${name}.json');\n`).join('')}}

interface MessageValues {
${valuesOf(messages, 'null')}}

interface WordValues {
${valuesOf(words, 'null | undefined')}}
`;
}
