/**
 * OpenAI messages with tools: `tool_calls` of answers, messages by `tool`, a column `tools` with
 * JSON schemas, and `reasoning_content`. A shape of its own: links to files that were imported as
 * OpenAI messages, without these fields, keep their fingerprint.
 */
import { isObject, parseExact, type Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import type { Example, Message } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { withTexts } from '../formats/jsonRow.ts';
import { readMessages, readTurns } from './openAiMessages.ts';
import type { Row, RowShape } from './shape.ts';
import { conversation } from './turns.ts';

const thoughts = ['reasoning_content', 'thinking', 'reasoning'];

/** `weight` of an answer: 0 or 1, as in OpenAI's files. Also with tools. */
export const weightedMessages: RowShape = {
	id: 'weightedMessages',
	title: 'OpenAI messages with weights',
	matches: (row) => readMessages(row)?.some(({ weight }) => (weight ?? 1) !== 1) === true,
	toExamples: (row) => toolExamples(row, true),
};

export const toolMessages: RowShape = {
	id: 'toolMessages',
	title: 'OpenAI messages with tools',
	matches: (row) =>
		readMessages(row)?.some(
			(message) =>
				message['role'] === 'tool' ||
				isFilled(message['tool_calls']) ||
				thoughts.some((name) => isFilled(message[name])),
		) === true ||
		(readMessages(row) !== null && isFilled(row['tools'])),
	toExamples: (row) => toolExamples(row, false),
};

function toolExamples(row: Row, hasWeights: boolean): Example[] {
	const turns = readTurns(row).map(({ message, ...turn }) => ({
		...turn,
		fields: { ...toFields(message, turn.where), ...(hasWeights && toWeight(message, turn.where)) },
	}));
	const tools = readList(row['tools'], 'tools');
	return [{ ...conversation(turns), ...(tools && { tools }) }];
}

function toWeight({ role, weight = null }: Row, where: string): Pick<Message, 'weight'> {
	if (weight === null || weight === 1) return {};
	if (weight !== 0) throw new RowError(sentence('library.errors.weightIsNot0', { where }));
	return role === 'assistant' ? { weight } : {};
}

export const isFilled = (value: Json | undefined): boolean =>
	Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';

function toFields(message: Row, where: string): Omit<Message, 'role' | 'content'> {
	const calls = readList(message['tool_calls'], `${where}.tool_calls`)?.map(withArguments);
	const text = (name: string) => {
		const value = message[name];
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
	const reasoning = thoughts.map(text).find((thought) => thought !== undefined);
	const [id, name] = [text('tool_call_id'), text('name')];
	return {
		...(calls && { tool_calls: calls }),
		...(id !== undefined && { tool_call_id: id }),
		...(name !== undefined && { name }),
		...(reasoning !== undefined && { reasoning_content: reasoning }),
	};
}

/** A list, or its JSON text. undefined: none. */
export function readList(value: Json | undefined, where: string): readonly Json[] | undefined {
	if (!isFilled(value)) return undefined;
	const list = typeof value === 'string' ? parsed(value, where) : value;
	if (!Array.isArray(list)) throw new RowError(sentence('library.errors.isNotList', { where }));
	return (list as readonly Json[]).length > 0 ? (list as readonly Json[]) : undefined;
}

/** OpenAI has a call's arguments as JSON text. Templates expect an object, and quote a text. */
export function withArguments(call: Json): Json {
	if (!isObject(call)) return call;
	const called = (call['function'] ?? call) as Json;
	if (!isObject(called) || typeof called['arguments'] !== 'string') return call;
	const text = called['arguments'];
	const data = /^\s*\{/.test(text) ? parsed(text, 'arguments') : undefined;
	const changed = { ...called, arguments: data ?? text } as Json;
	return call['function'] === undefined ? changed : { ...call, function: changed };
}

/** undefined: the text is not JSON. */
export function parsed(text: string, key?: string): Json | undefined {
	const value = parseExact(text);
	return value === undefined ? undefined : withTexts(value, key);
}
