/** Offline use, and new versions of the site: the service worker keeps one version whole. */
import type { ModelRecord } from '#lab/storage/schema.ts';

type ListedModel = Pick<ModelRecord, 'id' | 'files'>;
/** Milliseconds after the lab has opened: the first screen fetches its own model first. */
const quietStart = 20_000;

/**
 * Does nothing on plain http and in development, where there is no service worker. `opened`
 * resolves when the lab is open. `offer` is called when a new version is stored: its `take` ends
 * the old version and reloads the page.
 */
export async function keepOffline(opened: Promise<unknown>, offer: (take: () => void) => void) {
	const workers = (navigator as Partial<Navigator>).serviceWorker;
	if (!workers) return;
	const registration = await workers.register('./sw.js').catch(() => null);
	if (!registration) return;
	// The first version replaces nothing. (In WebKit it may be the controller before this event.)
	const offerIfReady = (worker: ServiceWorker | null) => {
		if (worker?.state === 'installed' && registration.active) offer(() => take(registration));
	};
	offerIfReady(registration.waiting);
	registration.addEventListener('updatefound', () => {
		const { installing } = registration;
		installing?.addEventListener('statechange', () => offerIfReady(installing));
	});
	await opened.catch(() => null);
	setTimeout(() => void storeModels(), quietStart);
}

/** Some browsers wait minutes for requests of the old version: after 5 s it is unregistered. */
function take(registration: ServiceWorkerRegistration): void {
	navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
	registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
	setTimeout(() => void registration.unregister().then(() => location.reload()), 5000);
}

/** Stores the site's models, small files first. The next visit repeats what failed. */
async function storeModels(): Promise<void> {
	try {
		const cache = await caches.open('models');
		// The query bypasses the service worker, whose requests would delay a new version.
		const store = async (path: string) => {
			const response = await fetch(`${path}?store`, { priority: 'low' });
			if (response.ok) await cache.put(path, response);
		};
		const index = './models/index.json';
		await store(index);
		const listed = (await (await cache.match(index))?.json()) as readonly ListedModel[];
		const files = listed.flatMap(({ id, files }) => files.map((file) => ({ id, ...file })));
		for (const { id, name } of files.toSorted((a, b) => a.bytes - b.bytes)) {
			const path = `./models/${id}/${name}`;
			if (!(await cache.match(path))) await store(path);
		}
	} catch {
		// Offline, or no space.
	}
}
