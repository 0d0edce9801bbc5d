/** Offline use, and new versions of the site: the service worker keeps one version whole. */

/** Milliseconds after the start: the first run has its model by then, and comes first. */
const quietStart = 20_000;

interface Updates {
	/** A new version is stored. `take` closes the old one and reloads the page. */
	readonly offer: (take: () => void) => void;
}

/** Does nothing on plain http and in development, where there is no service worker. */
export async function keepOffline({ offer }: Updates): Promise<void> {
	const workers = (navigator as Partial<Navigator>).serviceWorker;
	if (!workers) return;
	const registration = await workers.register('./sw.js').catch(() => null);
	if (!registration) return;
	// Without a controller it is the first version, which replaces nothing.
	const offerIfReady = (worker: ServiceWorker | null) => {
		if (worker?.state === 'installed' && workers.controller) offer(() => take(workers, worker));
	};
	offerIfReady(registration.waiting);
	registration.addEventListener('updatefound', () => {
		const { installing } = registration;
		installing?.addEventListener('statechange', () => offerIfReady(installing));
	});
	setTimeout(() => void storeModels(), quietStart);
}

function take(workers: ServiceWorkerContainer, waiting: ServiceWorker): void {
	workers.addEventListener('controllerchange', () => location.reload());
	waiting.postMessage({ type: 'SKIP_WAITING' });
}

interface Listed {
	readonly id: string;
	readonly files: readonly { readonly name: string }[];
}

/** The service worker stores what the page fetches. The next visit repeats what failed. */
async function storeModels(): Promise<void> {
	try {
		const listed = (await (await fetch('./models/index.json')).json()) as readonly Listed[];
		const cache = await caches.open('models');
		for (const { id, files } of listed)
			for (const { name } of files) {
				const path = `./models/${id}/${name}`;
				if (!(await cache.match(path))) await (await fetch(path)).arrayBuffer();
			}
	} catch {
		// Offline, or no space.
	}
}
