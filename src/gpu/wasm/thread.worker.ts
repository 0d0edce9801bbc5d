/** A helper thread of the software path in the browser: takes its task once, and from then on never comes back to the event loop. */
import { serveThread, type ThreadTask } from './threadPool.ts';

addEventListener(
	'message',
	({ data }: MessageEvent<ThreadTask>) => {
		serveThread(data, () => postMessage('ready')).catch((error: unknown) => {
			postMessage(String(error));
		});
	},
	{ once: true },
);
