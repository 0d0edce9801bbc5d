/** Offline use, and new versions of the site: the service worker keeps one version whole. */
import { secureOnly } from '#engine/core/secureContext.ts';

/** An entry of models/index.json. */
interface ListedModel {
	readonly id: string;
	readonly files: readonly { name: string; bytes: number; sha256: string }[];
}
/** Milliseconds after the lab has opened: the first screen fetches its own model first. */
const quietStart = 20_000;

/**
 * Does nothing on plain http and in development, where there is no service worker. `opened`
 * resolves when the lab is open. `offer` is called when a new version is stored: its `take` ends
 * the old version and reloads the page.
 */
export async function keepOffline(opened: Promise<unknown>, offer: (take: () => void) => void) {
	const workers = secureOnly.serviceWorker;
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
	secureOnly.serviceWorker?.addEventListener('controllerchange', () => location.reload());
	registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
	setTimeout(() => void registration.unregister().then(() => location.reload()), 5000);
}

/** A hash in hex as fetch takes it. */
const integrity = (sha256: string): string =>
	`sha256-${btoa(sha256.replace(/../g, (byte) => String.fromCharCode(parseInt(byte, 16))))}`;

/** Stores the site's models, small files first. The next visit repeats what failed. */
async function storeModels(): Promise<void> {
	try {
		const cache = await secureOnly.caches!.open('models');
		// The query bypasses the service worker, whose requests would delay a new version. A wrong
		// body, such as a network's login page, is not stored.
		const request = (path: string, hash = '') =>
			fetch(`${path}?store`, { priority: 'low', integrity: hash });
		const index = './models/index.json';
		const answer = await request(index);
		const listed = (await answer.clone().json()) as readonly ListedModel[];
		await cache.put(index, answer);
		const files = listed.flatMap(({ id, files }) => files.map((file) => ({ id, ...file })));
		for (const { id, name, bytes, sha256 } of files.toSorted((a, b) => a.bytes - b.bytes)) {
			const path = `./models/${id}/${name}`;
			const stored = await (await cache.match(path))?.blob();
			if (stored?.size === bytes) continue;
			const response = await request(path, integrity(sha256));
			if (response.ok) await cache.put(path, response);
		}
	} catch {
		// Offline, no space, or a wrong body.
	}
}
