/**
 * Watches whether the worker answers. It counts ticks and reads no clock, because a frozen page or
 * a sleeping machine has no ticks. Browsers slow a hidden page, so none counts there.
 */
import type { LabClient } from '#lab/worker/client.ts';

/** Milliseconds between ticks. */
export const tick = 5000;
/** A minute: a worker that computes one long step on a slow processor answers after it. */
export const mostMissed = 12;

/**
 * `report` receives true after `mostMissed` ticks in a row without a message from the worker, and
 * false at its next message. A worker whose script has not loaded yet is not watched.
 */
export function watchHeartbeat(
	client: Pick<LabClient, 'lab.ping' | 'subscribe'>,
	report: (isSilent: boolean) => void,
	isPageVisible: () => boolean,
): () => void {
	let missed = 0;
	let isAlive = false;
	let isWaiting = false;
	const beat = () => {
		if (missed >= mostMissed) report(false);
		missed = 0;
		isAlive = true;
	};
	const ping = async () => {
		isWaiting = true;
		await client['lab.ping']();
		isWaiting = false;
		beat();
	};
	const timer = setInterval(() => {
		if (!isWaiting) void ping().catch(stop);
		else if (!isPageVisible()) missed = missed >= mostMissed ? missed : 0;
		else if (isAlive && ++missed === mostMissed) report(true);
	}, tick);
	const ignore = client.subscribe((event) => (event.event === 'lab.crashed' ? stop() : beat()));
	function stop() {
		clearInterval(timer);
		ignore();
	}
	return stop;
}
