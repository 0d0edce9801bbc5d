/**
 * ShareGPT: {conversations: [{from: 'human' | 'gpt' | 'system', value}, …]}. With tools: turns from
 * `function_call` (JSON of one call or a list) and `observation`, and columns `tools` and `system`.
 */
import { isObject, type Json, type JsonObject } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import {
	contentText,
	conversation,
	parsed,
	readList,
	systemTurns,
	withArguments,
	type Turn,
} from './messages.ts';
import { firstFilled, isFilled, scalarText, type Row, type RowShape } from './shape.ts';

const keys = ['conversations', 'conversation'];
const calls = ['function_call', 'function-call', 'tool_call'];
const results = ['observation', 'tool', 'tool_response', 'function_response', 'function-response'];

export const shareGpt: RowShape = {
	id: 'shareGpt',
	matches: (row) => keys.some((key) => findTurns(row, key)?.every((turn) => 'from' in turn)),
	toExamples: (row) => [conversation(readTurns(row))],
};

export const shareGptTools: RowShape = {
	id: 'shareGptTools',
	matches(row) {
		const isTool = ({ from = '' }: Row) => [...calls, ...results].includes(scalarText(from) ?? '');
		return (
			shareGpt.matches(row) &&
			(isFilled(row['tools']) ||
				isFilled(row['system']) ||
				keys.some((key) => findTurns(row, key)?.some(isTool)))
		);
	},
	toExamples(row) {
		const tools = readList(row['tools'], 'tools')?.map(asFunction);
		const example = conversation([...systemTurns(row), ...readTurns(row).map(withTools)]);
		return [{ ...example, ...(tools && { tools }) }];
	},
};

/** undefined if the value is not a list of objects. */
function findTurns(row: Row, key: string): readonly Row[] | undefined {
	const turns = row[key];
	return Array.isArray(turns) && turns.every(isObject) ? (turns as Row[]) : undefined;
}

/** Throws RowError. */
function readTurns(row: Row): Turn[] {
	const key = firstFilled(row, keys);
	const turns = findTurns(row, key);
	if (!turns) throw new RowError(sentence('library.errors.isNotListOfTurns', { key }));
	if (turns.length === 0) throw new RowError(sentence('library.errors.isEmpty', { key }));
	return turns.map(({ from, value }, i) => {
		const where = `${key}.${i}`;
		return { role: scalarText(from) ?? '', content: contentText(value, where), where };
	});
}

function withTools({ role, content, where }: Turn): Turn {
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
