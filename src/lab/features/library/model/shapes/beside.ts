/**
 * Columns that rows of any shape have beside the texts of their shape: a system message, earlier
 * turns, a text that the question is about. The recipe of an import lists those that are read, so a
 * link from before keeps its rows.
 */
import { isObject, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Example, Message } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { contentText, listTurns, toMessage } from './messages.ts';
import { joined, parsedList, plainText, scalarText, type Row } from './shape.ts';
import { bare } from './watched.ts';

type Kind = 'system' | 'history' | 'before' | 'after';

/** Small letters and digits of the names. `before`, `after`: the prompt's text. */
const kinds: Readonly<Record<Kind, string>> = {
	system: 'system systemprompt systemmessage systeminstruction metainstruction',
	history: 'history',
	before:
		'context contexts passage passages article document documents paragraph paragraphs story ' +
		'background knowledge body',
	after: 'input inputs',
};
const order = Object.keys(kinds) as Kind[];

/** undefined: no column that stands beside others. */
export function besideKind(column: string): Kind | undefined {
	const name = column.toLowerCase().replace(/[^a-z\d]/g, '');
	return order.find((kind) => kinds[kind].split(' ').includes(name));
}

/** The columns that may be read beside a shape, in the order in which they are. */
export const besideColumns = (names: readonly string[]): string[] =>
	order.flatMap((kind) => names.filter((name) => besideKind(name) === kind));

/** Such a column may hold an id or the name of a file instead of a text. */
export const needsWords = (column: string): boolean =>
	['before', 'after'].includes(besideKind(column) ?? '');

/** Adds the columns' texts to each example with a prompt. Throws RowError. */
export function withBeside(
	examples: readonly Example[],
	row: Row,
	columns: readonly string[],
): readonly Example[] {
	return examples.map((example) => {
		if (!example.messages.some(({ role }) => role === 'user')) return example;
		const add = (messages: readonly Message[], column: string) =>
			Object.hasOwn(bare(row), column) ? withColumn(messages, row, column) : messages;
		return { ...example, messages: columns.reduce(add, example.messages) };
	});
}

function withColumn(messages: readonly Message[], row: Row, column: string): readonly Message[] {
	const kind = besideKind(column);
	const start = messages.findIndex(({ role }) => role !== 'system');
	if (kind === 'history')
		return [...messages.slice(0, start), ...readHistory(row, column), ...messages.slice(start)];
	const text = columnText(bare(row), column);
	if (text.trim() === '') return messages;
	const holder = messages.find(({ role }) => role === (kind === 'system' ? 'system' : 'user'));
	// A second system message has no place: its column stays unread.
	const isThere = holder?.content.includes(text) === true;
	if (kind === 'system' && holder && !isThere) return messages;
	columnText(row, column);
	if (isThere) return messages;
	if (kind === 'system') return [{ role: 'system', content: text }, ...messages];
	return messages.map((message) => {
		if (message !== holder) return message;
		const texts = kind === 'after' ? [message.content, text] : [text, message.content];
		return { ...message, content: joined(texts) };
	});
}

/** A text, or a list of texts; of a system message also of parts. '' for anything else. */
function columnText(row: Row, column: string): string {
	const value = row[column];
	const isPart = (part: Json) => isObject(part) && typeof part['text'] === 'string';
	const isParts = besideKind(column) === 'system' && [value].flat().every(isPart);
	return isParts ? contentText(value, column) : plainText(value);
}

/** [[question, answer], …], or messages; also as JSON text. Throws RowError. */
function readHistory(row: Row, column: string): readonly Message[] {
	const value = row[column] ?? null;
	if (value === null || value === '') return [];
	const list = typeof value === 'string' ? parsedList(value, column) : value;
	if (!Array.isArray(list)) throw new RowError(say('{where} is not a list.', { where: column }));
	if (isObject(list[0])) return listTurns(list as readonly Json[], column).map(toMessage);
	return list.flatMap((entry: Json, i): readonly Message[] => {
		if (!Array.isArray(entry) || entry.length !== 2)
			throw new RowError(say('history.{i} is not a pair of question and answer.', { i }));
		return entry.map((text: Json, k) =>
			toMessage({
				role: k === 0 ? 'user' : 'assistant',
				content: scalarText(text) ?? '',
				where: `${column}.${i}.${k}`,
			}),
		);
	});
}
