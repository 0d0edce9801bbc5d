/** A helper thread in the browser. After its task arrives, it never returns to the event loop. */
import { serveThread, type ThreadTask } from './threadPool.ts';

export function serveThreadHere(): void {
	addEventListener(
		'message',
		({ data }: MessageEvent<ThreadTask>) => {
			serveThread(data, () => postMessage('ready')).catch((error: unknown) => {
				postMessage(String(error));
			});
		},
		{ once: true },
	);
	// A browser that cannot send shared memory here gives this event instead.
	addEventListener('messageerror', () => postMessage('its memory did not arrive'));
}
