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

test('by pointer the cursor leaves with the pointer, and a cursor of the keys stays', () => {
	const cursor = new CursorState();
	cursor.point(20);
	cursor.leave();
	expect(cursor.step).toBeNull();
	cursor.point(20);
	cursor.move(1, 50);
	cursor.leave();
	expect(cursor.step).toBe(21);
});
