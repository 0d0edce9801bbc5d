import { expect, test } from 'vitest';
import { CursorState } from './CursorState.svelte.ts';

test('by key the cursor starts at the newest step and disappears beyond it', () => {
	const cursor = new CursorState();
	cursor.move(-1, 50);
	expect(cursor.step).toBe(49);
	cursor.move(-100, 50);
	expect(cursor.step).toBe(0);
	cursor.move(10, 50);
	expect(cursor.step).toBe(10);
	cursor.move(40, 50);
	expect(cursor.step).toBeNull();
});
