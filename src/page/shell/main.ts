/** Where the page starts: the worker, the client that talks to it, and the page that holds the client. */
import { mount } from 'svelte';
import { createClient } from '#lab/worker/client.ts';
import App from './App.svelte';
import './app.css';
import { installHeadless } from './headless.ts';
import { originsInForce } from '#features/questions/page/origins.ts';

const worker = new Worker(new URL('../../lab.worker.ts', import.meta.url), {
	type: 'module',
});
const client = createClient(worker, originsInForce());
/** `?backend=wasm` or `webgpu`: instead of the lab's own choice. */
const backend = new URLSearchParams(location.search).get('backend');
const opening = client['lab.open'](
	backend === 'wasm' || backend === 'webgpu' ? { backend } : undefined,
);
installHeadless(client, opening);

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');
mount(App, { target, props: { client, opening } });
