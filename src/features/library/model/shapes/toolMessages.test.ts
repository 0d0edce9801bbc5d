import { expect, it } from 'vitest';
import type { Json } from '#core/json.ts';
import { recogniseShape } from '../shapes.ts';
import { toolMessages } from './toolMessages.ts';

const asked = { role: 'user', content: 'q' };
const answer = (more: Record<string, Json>) => ({
	messages: [asked, { role: 'assistant', content: 'a', ...more }],
});

it('keeps every digit of a number in the JSON text of arguments, as in the file itself', () => {
	const called = (given: Json) => [{ function: { name: 'f', arguments: given } }];
	const row = answer({ tool_calls: called('{"id": 1234567890123456789, "n": 0.5, "m": 7}') });
	const [{ messages }] = toolMessages.toExamples(row);
	expect(messages[1].tool_calls).toEqual(called({ id: '1234567890123456789', n: 0.5, m: 7 }));
});

it.each([0.5, 2, '0'])('does not ignore the weight %j of an answer', (weight) => {
	const plain = [answer({ weight: 1 }), answer({ weight: null }), answer({})];
	expect(recogniseShape(plain)?.id).toBe('openAiMessages');
	const shape = recogniseShape([...plain, answer({ weight })])!;
	expect(() => shape.toExamples(answer({ weight }))).toThrow('messages.1.weight is not 0 or 1.');
});

it('names the old field of a call instead of an empty message', () => {
	const row = answer({ content: null, function_call: { name: 'f', arguments: '{}' } });
	expect(() => recogniseShape([row])!.toExamples(row)).toThrow(
		'messages.1.function_call is an old field. Write it as tool_calls.',
	);
});
