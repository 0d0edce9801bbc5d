import { expect, test } from 'vitest';
import { promptAnswer } from '#data/example.ts';
import { exampleText } from './split.ts';

test('examples that differ in a call, a thought, a tool or a weight are no duplicates', () => {
	const plain = promptAnswer('q', 'a');
	expect(exampleText(plain)).toBe('user\0q\0assistant\0a');
	const [asked, answered] = plain.messages;
	const called = (name: string) => ({
		messages: [asked, { ...answered, tool_calls: [{ function: { name } }] }],
	});
	const silent = { messages: [asked, { ...answered, weight: 0 as const }] };
	const thought = { messages: [asked, { ...answered, reasoning_content: 'f' }] };
	const all = [plain, called('f'), called('g'), thought, { ...plain, tools: [{}] }, silent];
	expect(new Set(all.map(exampleText)).size).toBe(all.length);
});
