import { afterEach, expect, it, vi } from 'vitest';
import { newId, secureOnly } from './secureContext.ts';

afterEach(() => void vi.unstubAllGlobals());

it('an id is a UUID of version 4 where crypto.randomUUID is missing', () => {
	vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
	const ids = Array.from({ length: 100 }, newId);
	for (const id of ids)
		expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
	expect(new Set(ids).size).toBe(100);
});

it.each([
	['missing', {}],
	[
		'refused',
		new Proxy(
			{},
			{
				get: () => {
					throw new DOMException('', 'SecurityError');
				},
			},
		),
	],
])('what a page may not use is undefined: %s', (_, browser) => {
	vi.stubGlobal('navigator', browser);
	vi.stubGlobal('SharedArrayBuffer', undefined);
	const { gpu, clipboard, locks, storage, serviceWorker, caches, sharedMemory } = secureOnly;
	for (const part of [gpu, clipboard, locks, storage, serviceWorker, caches, sharedMemory])
		expect(part).toBeUndefined();
});
