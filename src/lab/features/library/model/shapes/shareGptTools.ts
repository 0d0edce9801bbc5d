/**
 * ShareGPT with tools: turns from `function_call` (JSON of one call or a list) and `observation`,
 * and the columns `tools` and `system`.
 */
import { isObject, type Json, type JsonObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import type { RowShape } from './shape.ts';
import { hasTurnBy, shareGpt, parseTurns, type GivenTurn } from './shareGpt.ts';
import { isFilled, readList, parsed, withArguments } from './toolMessages.ts';
import { conversation, systemTurns, type Turn } from './turns.ts';

const calls = ['function_call', 'function-call', 'tool_call'];
const results = ['observation', 'tool', 'tool_response', 'function_response', 'function-response'];

export const shareGptTools: RowShape = {
	id: 'shareGptTools',
	title: 'ShareGPT with tools',
	matches: (row) =>
		shareGpt.matches(row) &&
		(isFilled(row['tools']) || isFilled(row['system']) || hasTurnBy(row, [...calls, ...results])),
	toExamples(row) {
		const tools = readList(row['tools'], 'tools')?.map(asFunction);
		const example = conversation([...systemTurns(row), ...parseTurns(row).map(toTurn)]);
		return [{ ...example, ...(tools && { tools }) }];
	},
};

function toTurn({ role, content, where }: GivenTurn): Turn {
	if (results.includes(role)) return { role: 'tool', content, where, fields: {} };
	if (!calls.includes(role)) return { role, content, where };
	const value = parsed(content);
	const list = (Array.isArray(value) ? value : [value]) as readonly Json[];
	if (list.length === 0 || !list.every(isNamed))
		throw new RowError(sentence('library.errors.isNoCallJson', { where }));
	const tool_calls = list.map(asFunction).map(withArguments);
	return { role: 'assistant', content: '', where, fields: { tool_calls } };
}

const isNamed = (call: Json | undefined): call is JsonObject =>
	isObject(call) && typeof call['name'] === 'string';

/** Templates expect OpenAI's form around a function or a call. A function may be JSON text. */
function asFunction(value: Json): Json {
	const plain = typeof value === 'string' ? parsed(value) : value;
	if (!isNamed(plain) || plain['function'] !== undefined) return value;
	return typeof value === 'string'
		? `{"type":"function","function":${value}}`
		: { type: 'function', function: value };
}
