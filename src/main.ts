/** The page's entry: starts the worker and its client, and mounts the page with its features. */
import '#page/shell/tokens.css';
import '#page/shell/elements.css';
import '#page/shell/classes.css';
import { mount } from 'svelte';
import { features } from '#features/index.ts';
import { originsInForce } from '#features/questions/page/origins.ts';
import type {} from '#features/studies/page/report/headlessReport.ts';
import { createClient } from '#lab/worker/client.ts';
import App from '#page/shell/App.svelte';
import { installHeadless } from '#page/shell/headless.ts';

const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), {
	type: 'module',
});
const client = createClient(worker, originsInForce());
/** `?backend=wasm` or `?backend=webgpu` overrides the lab's own choice. */
const backend = new URLSearchParams(location.search).get('backend');
const opening = client['lab.open'](
	backend === 'wasm' || backend === 'webgpu' ? { backend } : undefined,
);
installHeadless(client, opening, {
	reportHtml: async (report) =>
		(await import('#features/studies/page/report/reportHtml.ts')).reportHtml(report),
});

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');
mount(App, { target, props: { client, opening, features } });
