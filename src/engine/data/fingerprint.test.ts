import { describe, expect, it } from 'vitest';
import { promptAnswer, type Example } from './example.ts';
import { createFingerprint } from './fingerprint.ts';
import type { Part } from './skill.ts';

const hex = (...added: [Part, Example][]) => {
	const fingerprint = createFingerprint();
	for (const [part, example] of added) fingerprint.add(part, example);
	return fingerprint.hex();
};
const a = promptAnswer('a', '1');
const b = promptAnswer('b', '2');

describe('fingerprint', () => {
	it('depends on the order inside a part and not on the order of the parts', () => {
		expect(hex(['train', a], ['heldOut', b])).toBe(hex(['heldOut', b], ['train', a]));
		expect(hex(['train', a], ['train', b])).not.toBe(hex(['train', b], ['train', a]));
	});

	it('depends on the part, the noise flag and the ends of messages', () => {
		const names = [
			hex(),
			hex(['train', a]),
			hex(['validation', a]),
			hex(['train', { ...a, noisy: true }]),
			hex(['train', promptAnswer('a1', '')]),
			hex(['train', { messages: [...a.messages, ...b.messages] }]),
			hex(['train', a], ['train', b]),
		];
		expect(new Set(names).size).toBe(names.length);
	});

	it('does not depend on the order of keys', () => {
		const turned: Example = {
			messages: a.messages.map(({ role, content }) => ({ content, role })),
		};
		expect(hex(['train', turned])).toBe(hex(['train', a]));
	});
});
