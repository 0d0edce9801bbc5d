/** Types of the messages, written from the syntax trees of the English texts. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { hasValues } from '#languages/text.ts';
import { readMessages, type MessageFile } from '#languages/language.ts';

const folder = 'src/languages/en';

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

/** The English message files by name. */
export const readEnglishFiles = (): [string, MessageFile][] =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => [
			path.basename(file, '.json'),
			JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as MessageFile,
		]);

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
	const fields = [...usesIn(text)].map(
		([name, use]) => `readonly ${name}: ${typeOf(use, nothing)}`,
	);
	return fields.length === 0 ? 'None' : `{ ${fields.join('; ')} }`;
}

function wordsType(part: string | readonly string[] | MessageFile, indent: string): string {
	if (typeof part === 'string')
		return hasValues(part)
			? `(values: ${valuesType(part, 'null | undefined')}) => string`
			: 'string';
	const inner = `${indent}\t`;
	if (Array.isArray(part)) {
		const items = (part as readonly MessageFile[]).map((item) => wordsType(item, inner));
		return `readonly [${items.join(', ')}]`;
	}
	const lines = Object.entries(part).map(
		([key, word]) => `${inner}readonly ${quoted(key)}: ${wordsType(word, inner)};\n`,
	);
	return `{\n${lines.join('')}${indent}}`;
}
const quoted = (key: string) => (/^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key));

const capital = (name: string) =>
	name
		.split('.')
		.map((part) => part[0].toUpperCase() + part.slice(1))
		.join('');

/** Files whose messages are made where they are not shown; the others are read as words. */
export const isMessageFile = (name: string): boolean =>
	/^(engine|mixing|run|lab)$|\.errors$/.test(name);

export function messageTypes(): string {
	const files = readEnglishFiles();
	const words = files
		.filter(([name]) => !isMessageFile(name) && !['format', 'stored'].includes(name))
		.map(([name, file]) => `export interface ${capital(name)}Words ${wordsType(file, '')}\n`);
	const messages = readMessages(Object.fromEntries(files.filter(([name]) => isMessageFile(name))));
	const lines = [...messages].map(
		([id, text]) => `\treadonly ${JSON.stringify(id)}: ${valuesType(text, 'null')};\n`,
	);
	return [
		'/** Types of the English texts. `npm run messages` writes this file; do not edit it. */\n',
		'export type None = Readonly<Record<string, never>>;\n',
		'type Json = string | number | boolean | null | readonly Json[] | JsonObject;\n',
		'type JsonObject = { readonly [key: string]: Json };\n',
		'/** Text, a number, or a message. */\n',
		'export type Value =\n\t| string\n\t| number\n',
		'\t| { readonly id: string; readonly values: JsonObject };\n\n',
		'/** The values of each message, by its id. */\n',
		`export interface Messages {\n${lines.join('')}}\n`,
		'\n/** The message files that each language must have, with all texts of English. */\n',
		'export interface MessageFiles {\n',
		...files.map(([name]) => `\t${quoted(name)}: typeof import('./en/${name}.json');\n`),
		'}\n',
		...words.map((part) => `\n${part}`),
	].join('');
}
