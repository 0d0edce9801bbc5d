import { expect, it } from 'vitest';
import { notReadText } from './notReadText.ts';

it('names the columns, with the rows that hold them', () => {
	const unread = [
		{ paths: ['choices', 'label'], rows: 200 },
		{ paths: ['messages[].name'], rows: 1 },
	];
	expect(notReadText(unread, 200)).toBe(
		'Not read: choices, label (in 200 of 200 rows); messages[].name (in 1 of 200 rows).',
	);
});
