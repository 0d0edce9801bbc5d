import { expect, test } from 'vitest';
import { messageText, type Catalogue } from './message.ts';

test('a catalogue turns a message into a sentence', () => {
	const catalogue: Catalogue<{ 'cells.failed': { count: number } }> = {
		'cells.failed': ({ count }) => `${count} failed.`,
	};
	expect(messageText(catalogue, { id: 'cells.failed', values: { count: 2 } })).toBe('2 failed.');
});
