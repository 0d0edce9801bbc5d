/** What the service worker keeps: the files of its version, and the shipped models. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';

type Match = (request: { readonly url: URL; readonly sameOrigin: boolean }) => boolean;
interface FilePlugin {
	cachedResponseWillBeUsed(use: {
		cachedResponse: Response | undefined;
		request: Request;
	}): Promise<Response | null>;
}
interface ModelPlugin {
	cacheWillUpdate(update: { response: Response }): Promise<Response | null>;
}

const seen = vi.hoisted(() => ({
	matches: [] as Match[],
	file: [] as FilePlugin[],
	model: [] as ModelPlugin[],
	hash: '',
}));
vi.mock('workbox-core', () => ({ clientsClaim: () => undefined }));
vi.mock('workbox-precaching', () => ({
	cleanupOutdatedCaches: () => undefined,
	PrecacheRoute: class {},
	PrecacheController: class {
		constructor(options: { plugins: FilePlugin[] }) {
			seen.file.push(...options.plugins);
		}
		addToCacheList = () => undefined;
		createHandlerBoundToURL = () => undefined;
		getIntegrityForCacheKey = () => seen.hash;
	},
}));
vi.mock('workbox-routing', () => ({
	NavigationRoute: class {},
	registerRoute: (match: unknown) =>
		typeof match === 'function' && seen.matches.push(match as Match),
}));
vi.mock('workbox-strategies', () => ({
	NetworkFirst: class {
		constructor(options: { plugins: ModelPlugin[] }) {
			seen.model.push(...options.plugins);
		}
	},
}));

beforeAll(async () => {
	vi.stubGlobal('self', { addEventListener: () => undefined, __WB_MANIFEST: [] });
	const serviceWorker = '../../src/sw.ts';
	await import(serviceWorker);
});

test('the shipped models are kept, and no file of a hub', () => {
	const isKept = (address: string) => {
		const url = new URL(address);
		const sameOrigin = url.origin === 'https://lab.example';
		return seen.matches.some((match) => match({ url, sameOrigin }));
	};
	expect(isKept('https://lab.example/sub/models/base/model.safetensors')).toBe(true);
	expect(isKept('https://lab.example/sub/models/index.json?store')).toBe(false);
	expect(isKept('http://localhost:8000/models/a/b/resolve/c/model.safetensors')).toBe(false);
});

test('a stored file with another content than that of the version is not used', async () => {
	const script = 'export const lab = 1;';
	seen.hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
	const use = async (address: string, text: string | null) => {
		const cachedResponse = text === null ? undefined : new Response(text);
		const request = new Request(`https://lab.example/${address}`);
		const [plugin] = seen.file;
		return (await plugin.cachedResponseWillBeUsed({ cachedResponse, request }))?.text();
	};
	expect(await use('a.js', '<h1>Login</h1>')).toBeUndefined();
	expect(await use('a.js', script.slice(0, 9))).toBeUndefined();
	expect(await use('a.js', null)).toBeUndefined();
	expect(await use('a.js', script)).toBe(script);
});

test('a page in place of a model’s file is not kept', async () => {
	const update = (type: string, status = 200) =>
		seen.model[0].cacheWillUpdate({
			response: new Response('', { status, headers: { 'Content-Type': type } }),
		});
	expect(await update('text/html; charset=utf-8')).toBeNull();
	expect(await update('application/json', 404)).toBeNull();
	expect(await update('application/json')).not.toBeNull();
});
