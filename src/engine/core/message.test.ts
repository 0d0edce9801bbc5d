import { expect, test } from 'vitest';
import { messageText, plural, type Catalogue } from './message.ts';

test('a catalogue turns a message into a sentence', () => {
	const catalogue: Catalogue<{ 'cells.failed': { count: number } }> = {
		'cells.failed': ({ count }) => `${plural(count, 'cell')} failed.`,
	};
	const text = (count: number) => messageText(catalogue, { id: 'cells.failed', values: { count } });
	expect([text(1), text(0), text(1200)]).toEqual([
		'1 cell failed.',
		'0 cells failed.',
		'1,200 cells failed.',
	]);
});
