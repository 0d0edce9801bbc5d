/** Waits between the requests to a hub: how long, and what the page says of each second. */
import { expect, it } from 'vitest';
import { OutsideFault } from '#lab/worker/outside/outside.ts';
import { askHub, type HubConnection } from './askHub.ts';

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

it('a hub that never answered is asked once', async () => {
	const { reply, requests } = await ask(['unreachable'], false);
	expect(reply).toMatchObject({ code: 'input' });
	expect((reply as Error).message).toMatch(/^Nothing answers at https:\/\/hub\.example\./);
	expect(requests).toBe(1);
});
