/** Disabled buttons of questions, imports and lessons say why. */
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(
	[
		'/src/lab/features/{questions,lessons}/page/*.svelte',
		'/src/lab/features/library/page/{Import,Hub}*.svelte',
	],
	{ query: '?raw', import: 'default', eager: true },
);

test('a button there gets a reason, and not only `disabled`', () => {
	const buttons = Object.entries(sources).flatMap(([file, source]) =>
		[...source.matchAll(/<(?:Button|FilePicker)\b[^<]*/g)].map(([tag]) => ({ file, tag })),
	);
	expect(buttons.filter(({ tag }) => tag.includes('reason={')).length).toBeGreaterThan(15);
	expect(buttons.filter(({ tag }) => /\bdisabled\b/.test(tag))).toEqual([]);
});
