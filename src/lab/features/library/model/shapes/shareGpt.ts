/**
 * ShareGPT: {conversations: [{from: 'human' | 'gpt' | 'system', value}, …]}. With tools: turns from
 * `function_call` (JSON of one call or a list) and `observation`, columns `tools` and `system`, and
 * `weight: 0` at an answer.
 */
import { isObject, type Json, type JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import {
	contentText,
	conversation,
	isWeighted,
	plain,
	readList,
	systemTurns,
	toWeight,
	withArguments,
	type Turn,
} from './messages.ts';
import { firstFilled, isFilled, parsed, scalarText, type Row, type RowShape } from './shape.ts';

const keys = ['conversations', 'conversation', 'messages'];
const calls = ['function_call', 'function-call', 'tool_call'];
const results = ['observation', 'tool', 'tool_response', 'function_response', 'function-response'];

export const shareGpt: RowShape = {
	id: 'shareGpt',
	matches: (row) => keys.some((key) => findTurns(row, key)?.every((turn) => 'from' in turn)),
	toExamples: (row) => [conversation(readTurns(row).map(plain))],
};

export const shareGptTools: RowShape = {
	id: 'shareGptTools',
	matches(row) {
		const isFuller = (turn: Row) => {
			const from = scalarText(turn['from']) ?? '';
			return calls.includes(from) || results.includes(from) || isWeighted(from, turn);
		};
		return (
			shareGpt.matches(row) &&
			(isFilled(row['tools']) ||
				isFilled(row['system']) ||
				keys.some((key) => findTurns(row, key)?.some(isFuller)))
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
	if (!turns) throw new RowError(say('{key} is not a list of turns.', { key }));
	if (turns.length === 0) throw new RowError(say('{key} is empty.', { key }));
	return turns.map((message, i) => {
		const where = `${key}.${i}`;
		const content = contentText(message[firstFilled(message, ['value', 'content'])], where);
		const role = scalarText(message['from']) ?? '';
		return { role, content, where, message, at: [turns, i] };
	});
}

function withTools(turn: Turn): Turn {
	const { role, content, where } = turn;
	if (results.includes(role)) return { ...plain(turn), role: 'tool', fields: {} };
	if (!calls.includes(role)) return { ...turn, ...withWeight(turn) };
	const value = parsed(content);
	const list = (Array.isArray(value) ? value : [value]) as readonly Json[];
	if (list.length === 0 || !list.every(isNamed))
		throw new RowError(
			say('{where} is not a call: JSON with name and arguments is needed.', { where }),
		);
	const tool_calls = list.map(asFunction).map(withArguments);
	const call = { ...turn, role: 'assistant', content: '' };
	return { ...call, fields: { tool_calls, ...toWeight(call) } };
}

/** Turns without fields are as they were before there were weights. */
function withWeight(turn: Turn): Pick<Turn, 'fields'> {
	const weight = toWeight(turn);
	return 'weight' in weight ? { fields: weight } : {};
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
