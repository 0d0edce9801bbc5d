/** The page's entry: starts the worker and its client, and mounts the page with its features. */
import '#lab/page/shell/tokens.css';
import '#lab/page/shell/elements.css';
import '#lab/page/shell/classes.css';
import { mount, unmount } from 'svelte';
import { secureOnly } from '#engine/core/secureContext.ts';
import { features } from '#lab/features/index.ts';
import { languages as offers } from '#languages/index.ts';
import { createClient } from '#lab/worker/client.ts';
import App from '#lab/page/shell/App.svelte';
import { installHeadless, type OpenedPage } from '#lab/page/shell/headless.ts';
import { endOpening } from '#lab/page/shell/opening.ts';
import { listParts } from '#lab/page/shell/pageParts.ts';
import { startWorker } from '#lab/page/shell/startWorker.ts';
import { backendOf, chosenEngine } from '#lab/page/state/browserSettings.ts';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { LanguageState } from '#lab/page/state/LanguageState.svelte.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');
// Without origins.js nothing would keep requests to the allowed origins: index.html says so.
if (!window.skilletOrigins) throw new Error('origins.js did not arrive.');

const languages = new LanguageState(offers, browserStorage('localStorage'));
/** What the worker says. The first paint needs none of it. */
void import('#lab/texts.ts').then(() => languages.refresh());

/** In another site's page (`?embed`), the lab opens when the visitor presses Train. */
if (new URLSearchParams(location.search).has('embed')) void showEmbed(target);
else void openPage(target, false);

async function showEmbed(target: HTMLElement): Promise<void> {
	const [{ default: Embed }] = await Promise.all([
		import('#lab/page/shell/Embed.svelte'),
		languages.start(navigator.languages),
	]);
	const { hash } = location;
	const opener = features.find(({ opens }) => opens?.(hash));
	const parts = listParts(features);
	const embed = mount(Embed, {
		target,
		props: {
			parts,
			cover: opener?.cover?.(hash, parts.places),
			ontrain: () => void unmount(embed).then(() => openPage(target, true)),
		},
	});
	endOpening();
}

async function openPage(target: HTMLElement, trainsAtOnce: boolean): Promise<void> {
	// Starts the browser's GPU process while the worker loads. Where that takes a second, a worker
	// that asked first got no adapter.
	void secureOnly.gpu?.requestAdapter().catch(() => undefined);
	const worker = startWorker();
	// WebKit keeps a page that the visitor left, and with it the worker's lock on the database. The
	// next page would wait for it for ever. A visitor who goes back gets a new page.
	addEventListener('pagehide', ({ persisted }) => {
		if (persisted) worker.terminate();
	});
	addEventListener('pageshow', ({ persisted }) => {
		if (persisted) location.reload();
	});
	const client = createClient(worker);
	/** `?backend=wasm` or another one overrides the choice of the lab, and the visitor's engine. */
	const requested = new URLSearchParams(location.search).get('backend');
	const engine = chosenEngine();
	const chosen = backendOf[engine];
	const backend =
		(['webgpu', 'wasm', 'javascript', 'tfjs'] as const).find((name) => name === requested) ??
		chosen;
	const opening = client['lab.open']({
		origins: window.skilletOrigins ?? [],
		...(backend && { backend }),
		alwaysGpu: engine === 'gpu',
	});
	const scripts: OpenedPage = { read: null };
	// Scripts train on the device that the lab chooses.
	const settled = opening.then(() => client['lab.settled']());
	settled.catch(() => undefined);
	installHeadless(client.ofScript, settled, features, scripts);
	await languages.start(navigator.languages);
	mount(App, { target, props: { client, opening, features, languages, scripts, trainsAtOnce } });
}
