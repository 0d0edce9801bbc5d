import { expect, it } from 'vitest';
import { backendOf, chosenEngine } from './browserSettings.ts';

it('reads the engine of this browser; an unknown one is the lab’s own', () => {
	const chosen = (stored: string | null) => chosenEngine({ getItem: () => stored });
	expect(chosen(null)).toBe('own');
	expect(chosen('abacus')).toBe('own');
	expect(['gpu', 'processor', 'reference'].map(chosen)).toEqual(['gpu', 'processor', 'reference']);
	expect(backendOf[chosen('processor')]).toBe('wasm');
	expect(backendOf[chosen('gpu')]).toBeUndefined();
});
