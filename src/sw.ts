/**
 * The service worker: one version of the site, kept whole and offline. It adds the headers that
 * isolate the page, because many static hosts send none and threads need them. The first visit is
 * not isolated: no service worker served it yet.
 */
import { clientsClaim } from 'workbox-core';
import {
	addPlugins,
	cleanupOutdatedCaches,
	createHandlerBoundToURL,
	precacheAndRoute,
	type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkFirst } from 'workbox-strategies';
import { isolationHeaders } from '#lab/worker/isolationHeaders.ts';

declare const self: ServiceWorkerGlobalScope & {
	/** The build writes the list of the site's files here. */
	readonly __WB_MANIFEST: (PrecacheEntry | string)[];
};

/** Documents and the scripts of workers both need the headers. */
async function isolated({ body, status, statusText, headers }: Response): Promise<Response> {
	const added = new Headers(headers);
	for (const [name, value] of Object.entries(isolationHeaders)) added.set(name, value);
	return new Response(body, { status, statusText, headers: added });
}
addPlugins([{ handlerWillRespond: ({ response }) => isolated(response) }]);
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// The page and its chunks are of one version.
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));

// The page asks for the models later (page/state/offline.ts). A hub may have such a path too.
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/models/') && url.search === '',
	new NetworkFirst({ cacheName: 'models', networkTimeoutSeconds: 3 }),
);

// The first visit is offline-capable without a reload.
clientsClaim();

// A new version waits until the visitor takes it, or until all tabs of the old one are closed.
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
	if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
