/** The requests that the service worker keeps in its cache of models. */
import { expect, test, vi } from 'vitest';

type Match = (request: { readonly url: URL; readonly sameOrigin: boolean }) => boolean;

const matches = vi.hoisted((): Match[] => []);
vi.mock('workbox-core', () => ({ clientsClaim: () => undefined }));
vi.mock('workbox-precaching', () => ({
	addPlugins: () => undefined,
	cleanupOutdatedCaches: () => undefined,
	createHandlerBoundToURL: () => undefined,
	precacheAndRoute: () => undefined,
}));
vi.mock('workbox-routing', () => ({
	NavigationRoute: class {},
	registerRoute: (match: unknown) => typeof match === 'function' && matches.push(match as Match),
}));
vi.mock('workbox-strategies', () => ({ NetworkFirst: class {} }));

test('the shipped models are kept, and no file of a hub', async () => {
	vi.stubGlobal('self', { addEventListener: () => undefined, __WB_MANIFEST: [] });
	const serviceWorker = '../../src/sw.ts';
	await import(serviceWorker);
	const isKept = (address: string) => {
		const url = new URL(address);
		const sameOrigin = url.origin === 'https://lab.example';
		return matches.some((match) => match({ url, sameOrigin }));
	};
	expect(isKept('https://lab.example/sub/models/base/model.safetensors')).toBe(true);
	expect(isKept('https://lab.example/sub/models/index.json?store')).toBe(false);
	expect(isKept('http://localhost:8000/models/a/b/resolve/c/model.safetensors')).toBe(false);
});
