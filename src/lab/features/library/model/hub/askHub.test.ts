/** Waits between the requests to a hub: how long, and what the page says of each second. */
import { expect, it } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
import { OutsideFault } from '#lab/worker/outside/outside.ts';
import { askHub, askWhole, longestMinutes, type HubConnection } from './askHub.ts';

const hub = 'https://hub.example';
const never = new AbortController().signal;

/** `answers`: of each request in turn: a status, or a fault. The last one stays. */
async function ask(answers: readonly (number | 'cut' | 'unreachable')[], known = true) {
	const said: [string, number][] = [];
	let at = 0;
	let waited = 0;
	const connection: HubConnection = {
		hub,
		token: '',
		fetch: async () => {
			const answer = answers[Math.min(at++, answers.length - 1)];
			if (typeof answer === 'string') throw new OutsideFault(answer);
			return new Response('', { status: answer, headers: { 'Retry-After': '2' } });
		},
		wait: async (milliseconds) => void (waited += milliseconds),
		now: () => 0,
		onWaiting: (...waiting) => said.push(waiting),
	};
	const reply = await askHub(connection, `${hub}/file`, {}, never, known).catch(
		(error: unknown) => error as Error,
	);
	return { reply, said, waited, requests: at };
}

it('each wait is counted down with its reason, and ends when the hub is asked again', async () => {
	const { reply, said, waited } = await ask(['cut', 503, 429, 200]);
	expect(reply).toMatchObject({ status: 200 });
	const broken = [1, 0].map((left) => ['broken', left]);
	const failed = [2, 1, 0].map((left) => ['failed', left]);
	const limited = [2, 1, 0].map((left) => ['asked', left]);
	expect(said).toEqual([...broken, ...failed, ...limited]);
	expect(waited).toBe(1000 + 2000 + 2000);
});

it('a hub that has answered before is asked seven times in a minute if it is gone', async () => {
	const gone = await ask(['unreachable']);
	expect(gone.reply).toMatchObject({ code: 'storage' });
	expect((gone.reply as Error).message).toMatch(
		/broke or was silent 7 times in a row.*resume the download/s,
	);
	expect(gone).toMatchObject({ requests: 7, waited: 63_000 });
	expect(await ask(['unreachable', 'unreachable', 200])).toMatchObject({
		requests: 3,
		waited: 3000,
	});
});

it('a hub that never answered is asked once', async () => {
	const { reply, requests } = await ask(['unreachable'], false);
	expect(reply).toMatchObject({ code: 'input' });
	expect((reply as Error).message).toMatch(/^Nothing answers at https:\/\/hub\.example\./);
	expect(requests).toBe(1);
});

it('a list that drips ends at the time that the error names', async () => {
	let seconds = 0;
	const drip = new ReadableStream<Uint8Array>({
		pull(controller) {
			seconds++;
			controller.enqueue(new Uint8Array(100));
		},
	});
	const connection: HubConnection = {
		hub,
		token: '',
		fetch: async () => new Response(drip),
		wait: async () => undefined,
		now: () => 1000 * seconds,
		onWaiting: () => undefined,
	};
	await expect(askWhole(connection, `${hub}/list`, never)).rejects.toThrow(
		failure(
			'{hub} has not sent its list of files in {minutes} minutes. Check the connection, and try again.',
			{ hub, minutes: longestMinutes },
		),
	);
	expect(seconds).toBeLessThan(60 * longestMinutes + 5);
});
