/** A helper thread in the browser. After its task arrives, it never returns to the event loop. */
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
