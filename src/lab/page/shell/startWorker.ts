/**
 * Starts the lab's worker, bound by the policy of the page. Browsers give a worker from a URL the
 * policy of its own response, and a worker from a `blob:` URL that of its page: Chromium 156,
 * Firefox 153, WebKitGTK 2.50.
 */
import { say } from '#engine/core/message.ts';
import url from '../../../lab.worker.ts?worker&url';

const awaiting = (address: string) =>
	say(
		'Waiting for this site’s files, which do not come: {files}. Check the connection, or reload the page.',
		{ files: address.split('/').at(-1) ?? '' },
	);

/**
 * Messages that arrive before the lab's script listens are repeated after it has loaded. The page
 * is told what the script waits for.
 */
const script = (address: string) => `
let seconds = 0;
const progress = (done) => postMessage({ event: 'progress', task: 'site', done, fraction: null,
	label: ${JSON.stringify(awaiting(address))} });
const clock = setInterval(() => ++seconds >= 5 && progress(false), 1000);
const end = () => {
	clearInterval(clock);
	if (seconds >= 5) progress(true);
};
const early = [];
const store = ({ data }) => early.push(data);
addEventListener('message', store);
import(${JSON.stringify(address)}).then(
	() => {
		end();
		removeEventListener('message', store);
		for (const data of early) dispatchEvent(new MessageEvent('message', { data }));
	},
	(error) => setTimeout(() => { end(); throw error; }),
);`;

/**
 * The import is dynamic, because Firefox passes a static one of a blob by the service worker: the
 * page would not open offline. An error of the import becomes an error event of the worker.
 */
export function startWorker(): Worker {
	const text = script(new URL(url, location.href).href);
	const blob = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
	return new Worker(blob, { type: 'module', name: 'lab' });
}
