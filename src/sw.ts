/**
 * The service worker: one version of the site, kept whole and offline. It adds the headers that
 * isolate the page, because many static hosts send none and threads need them. The first visit is
 * not isolated: no service worker served it yet.
 */
import { clientsClaim } from 'workbox-core';
import {
	cleanupOutdatedCaches,
	PrecacheController,
	PrecacheRoute,
	type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkFirst } from 'workbox-strategies';
import { toBase64 } from '#engine/core/bytes.ts';
import { sha256 } from '#engine/core/hash.ts';
import { isolationHeaders } from '#lab/worker/isolationHeaders.ts';

declare const self: ServiceWorkerGlobalScope & {
	/** The build writes the list of the site's files here, each with its hash. */
	readonly __WB_MANIFEST: PrecacheEntry[];
};

/** Documents and the scripts of workers both need the headers. */
async function isolated({ body, status, statusText, headers }: Response): Promise<Response> {
	const added = new Headers(headers);
	for (const [name, value] of Object.entries(isolationHeaders)) added.set(name, value);
	return new Response(body, { status, statusText, headers: added });
}

/** Addresses of stored files that have been read and are whole. */
const whole = new Set<string>();

/**
 * Whether a stored file is that of this version. A network's login page, which came in its place,
 * or half of it is not. Earlier versions stored what came.
 */
async function isWhole(address: string, stored: Response): Promise<boolean> {
	if (whole.has(address)) return true;
	const hash = files.getIntegrityForCacheKey(address);
	const bytes = new Uint8Array(await stored.arrayBuffer());
	if (hash !== undefined && hash !== `sha256-${toBase64(sha256(bytes))}`) return false;
	whole.add(address);
	return true;
}

const files = new PrecacheController({
	plugins: [
		{
			// Null: the file is asked for again, and stored if it has its hash.
			cachedResponseWillBeUsed: async ({ cachedResponse, request }) =>
				cachedResponse && (await isWhole(request.url, cachedResponse.clone()))
					? cachedResponse
					: null,
			handlerWillRespond: ({ response }) => isolated(response),
			async handlerDidComplete({ event, response }) {
				if (event?.type !== 'install' && !response?.ok) await discard();
			},
		},
	],
});
files.addToCacheList(self.__WB_MANIFEST);

/**
 * A file of this version is neither stored nor at the host: the host has another version. The next
 * load of the page takes that one.
 */
async function discard(): Promise<void> {
	const reply = await fetch('./sw.js', { cache: 'no-store' }).catch(() => null);
	const isScript = /javascript/.test(reply?.headers.get('Content-Type') ?? '');
	if (reply?.ok && isScript) await self.registration.unregister();
}

/** An earlier version stored a page of the network in place of a file: no tab can use it. */
async function isBroken(): Promise<boolean> {
	// oxlint-disable-next-line eslint-js/no-restricted-syntax -- a service worker is always secure
	const cache = await caches.open(files.strategy.cacheName);
	for (const request of await cache.keys()) {
		const { pathname } = new URL(request.url);
		const stored = await cache.match(request);
		if (!stored || !isPage(stored)) continue;
		if (!pathname.endsWith('.html')) return true;
		if (pathname.endsWith('/index.html') && !(await stored.text()).includes('id="app"'))
			return true;
	}
	return false;
}

// One wrong file fails the installation, and the version before stays. The next visit tries again.
self.addEventListener('install', (event) => {
	const install = async () => {
		const takesOver = await isBroken();
		await files.install(event);
		if (takesOver) await self.skipWaiting();
	};
	event.waitUntil(install());
});
self.addEventListener('activate', (event) => void files.activate(event));
cleanupOutdatedCaches();
registerRoute(new PrecacheRoute(files));

// The page and its chunks are of one version.
registerRoute(new NavigationRoute(files.createHandlerBoundToURL('index.html')));

// The page asks for the models later (page/state/offline.ts). A hub may have such a path too.
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/models/') && url.search === '',
	new NetworkFirst({
		cacheName: 'models',
		networkTimeoutSeconds: 3,
		plugins: [
			{
				// No file of a model is a page. One of a network must not replace the stored file.
				cacheWillUpdate: async ({ response }) =>
					response.ok && !isPage(response) ? response : null,
			},
		],
	}),
);
const isPage = ({ headers }: Response): boolean =>
	headers.get('Content-Type')?.includes('text/html') ?? false;

// The first visit is offline-capable without a reload.
clientsClaim();

// A new version waits until the visitor takes it, or until all tabs of the old one are closed.
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
	if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
