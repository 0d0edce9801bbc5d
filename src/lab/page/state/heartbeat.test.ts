import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mostMissed, tick, watchHeartbeat } from './heartbeat.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const minute = mostMissed * tick;

/** A watched worker that lives, dies, returns or crashes as the test says. */
function watched() {
	const worker = { lives: true, visible: true };
	const reports: boolean[] = [];
	let send = (_event: LabEvent) => {};
	const unanswered: (() => void)[] = [];
	const client = {
		'lab.ping': () =>
			new Promise<void>((resolve) => (worker.lives ? resolve() : void unanswered.push(resolve))),
		subscribe(listener: (event: LabEvent) => void) {
			send = listener;
			return () => (send = () => {});
		},
	};
	const stop = watchHeartbeat(
		client,
		(isSilent) => reports.push(isSilent),
		() => worker.visible,
	);
	const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
	const revive = () => {
		worker.lives = true;
		for (const answer of unanswered.splice(0)) answer();
	};
	return { worker, reports, wait, revive, stop, send: (event: LabEvent) => send(event) };
}

it('reports a worker that ends without an event, once, and its return', async () => {
	const { worker, reports, wait, revive } = watched();
	await wait(2 * minute);
	worker.lives = false;
	await wait(minute - tick);
	expect(reports).toEqual([]);
	await wait(5 * minute);
	expect(reports).toEqual([true]);
	revive();
	await wait(5 * minute);
	expect(reports).toEqual([true, false]);
});

it('a hidden page, a jump of the clock, and a frozen page report nothing', async () => {
	const { worker, reports, wait } = watched();
	await wait(tick);
	worker.lives = false;
	worker.visible = false;
	await wait(10 * minute);
	worker.visible = true;
	// No timer runs in a frozen tab or a sleeping machine, and the clock is later after it.
	vi.setSystemTime(Date.now() + 24 * 3600e3);
	await wait(minute - tick);
	expect(reports).toEqual([]);
	await wait(2 * tick);
	expect(reports).toEqual([true]);
});

it('a worker whose script still loads, and one that crashed, are not reported', async () => {
	const loading = watched();
	loading.worker.lives = false;
	await loading.wait(10 * minute);
	expect(loading.reports).toEqual([]);
	loading.send({ event: 'lab.crashed', error: { code: 'internal', message: 'Out of memory' } });
	await loading.wait(10 * minute);
	expect(loading.reports).toEqual([]);
	expect(vi.getTimerCount()).toBe(0);
});
