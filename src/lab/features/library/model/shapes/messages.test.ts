import { expect, it } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { Json } from '#engine/core/json.ts';
import { recogniseShape } from '../shapes.ts';
import type { ReadRow } from '../formats/format.ts';
import { jsonRow } from '../formats/jsonRow.ts';
import type { Row } from './shape.ts';
import { shareGptTools } from './shareGpt.ts';
import { toolMessages } from './messages.ts';

const question = { role: 'user', content: 'q' };
const answer = (more: Record<string, Json>) => ({
	messages: [question, { role: 'assistant', content: 'a', ...more }],
});

const called = (callArguments: Json) => [{ function: { name: 'f', arguments: callArguments } }];
const readRow = (text: string) => {
	const { value } = jsonRow(1, text) as ReadRow;
	return toolMessages.toExamples(value as Row)[0];
};

it.each([
	['{"id": 1234567890123456789, "n": 0.5}', '{"id":1234567890123456789,"n":0.5}'],
	['{"b": 2.0, "404": {"a": "2.0"}}', '{"b":2.0,"404":{"a":"2.0"}}'],
	['{"b": 2.5, "c": [1, "é"]}', { b: 2.5, c: [1, 'é'] }],
	['{}', {}],
	['[2.0]', '[2.0]'],
	['"{\\"a\\": 1.0"', '"{\\"a\\": 1.0"'],
])('reads the JSON text of arguments %s', (text, expected) => {
	const [{ messages }] = toolMessages.toExamples(answer({ tool_calls: called(text) }));
	expect(messages[1].tool_calls).toEqual(called(expected));
});

it('keeps the text of arguments and tools that plain data would change, and only these', () => {
	const text = `{"messages": [{"role": "user", "content": "q"}, {"role": "assistant",
		"tool_calls": [{"function": {"arguments": {"x": 2.0}, "name": "f"}}], "content": ""}],
		"tools": [{"name": "a", "9": 1, "1": 0}, {"name": "b", "x": 0.5}, 3.0], "id": 4.0}`;
	const { messages, tools } = readRow(text);
	expect(messages[1].tool_calls).toEqual(called('{"x":2.0}'));
	expect(tools).toEqual(['{"name":"a","9":1,"1":0}', { name: 'b', x: 0.5 }, 3]);
	const asText = { ...answer({}), tools: '[{"name": "a", "9": 1, "1": 0}]' };
	expect(toolMessages.toExamples(asText)[0].tools).toEqual(['{"name":"a","9":1,"1":0}']);
});

it('does not lose a tool’s answer that is an object', () => {
	const turn = { from: 'human', value: 'q' };
	const told = { sky: 'blue' };
	const row = { messages: [{ role: 'tool', content: told }, ...answer({}).messages] };
	expect(() => toolMessages.toExamples(row)).toThrow(
		failure('{where} has a part of type {type}; only text is read.', {
			where: 'messages.0',
			type: 'null',
		}),
	);
	const turns = [turn, { from: 'observation', value: told }, { from: 'gpt', value: 'a' }];
	expect(() => shareGptTools.toExamples({ conversations: turns })).toThrow(
		failure('{where} has a part of type {type}; only text is read.', {
			where: 'conversations.1',
			type: 'null',
		}),
	);
});

it('keeps a function of ShareGPT’s that plain data would change', () => {
	const conversations = [
		{ from: 'human', value: 'q' },
		{ from: 'function_call', value: '{"name": "f", "arguments": {"2": 2.0, "1": 1}}' },
	];
	const tools = '[{"name": "f", "parameters": {"2": {"default": 2.0}}}]';
	const [{ messages, tools: listedTools }] = shareGptTools.toExamples({ conversations, tools });
	const [call] = messages[1].tool_calls as unknown as { function: { arguments: unknown } }[];
	expect(call.function.arguments).toBe('{"2":2.0,"1":1}');
	expect(listedTools).toEqual([
		'{"type":"function","function":{"name":"f","parameters":{"2":{"default":2.0}}}}',
	]);
});

it.each([0.5, 2, '0'])('does not ignore the weight %j of an answer', (weight) => {
	const plain = [answer({ weight: 1 }), answer({ weight: null }), answer({})];
	expect(recogniseShape(plain)?.id).toBe('openAiMessages');
	const shape = recogniseShape([...plain, answer({ weight })])!;
	expect(() => shape.toExamples(answer({ weight }))).toThrow(
		failure('{where}.weight is not 0 or 1.', { where: 'messages.1' }),
	);
});

it('names the old field of a call instead of an empty message', () => {
	const row = answer({ content: null, function_call: { name: 'f', arguments: '{}' } });
	expect(() => recogniseShape([row])!.toExamples(row)).toThrow(
		failure('{where}.function_call is an old field. Write it as tool_calls.', {
			where: 'messages.1',
		}),
	);
});
