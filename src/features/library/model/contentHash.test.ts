import { expect, test } from 'vitest';
import { promptAnswer } from '#data/example.ts';
import { exampleText } from './contentHash.ts';

test('examples that differ in a call, a thought or a tool are no duplicates', () => {
	const plain = promptAnswer('q', 'a');
	expect(exampleText(plain)).toBe('user\0q\0assistant\0a');
	const [asked, answered] = plain.messages;
	const called = (name: string) => ({
		messages: [asked, { ...answered, tool_calls: [{ function: { name } }] }],
	});
	const thought = { messages: [asked, { ...answered, reasoning_content: 'f' }] };
	const all = [plain, called('f'), called('g'), thought, { ...plain, tools: [{}] }];
	expect(new Set(all.map(exampleText)).size).toBe(all.length);
});
