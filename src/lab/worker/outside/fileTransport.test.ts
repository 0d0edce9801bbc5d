import { expect, it } from 'vitest';
import { nextTask } from '#engine/core/nextTask.ts';
import { fileTransport } from './fileTransport.ts';
import { OutsideFault, type TransportFault } from './outside.ts';

const never = new AbortController().signal;
const url = 'https://hub.example/file';
/** `answers`: of each fetch in turn; null: it fails. */
async function sendRequest(
	answers: readonly (Response | null)[],
	parts: Partial<Parameters<typeof fileTransport>[0]> = {},
	request = url,
) {
	const left = [...answers];
	const asks: RequestInit[] = [];
	const transport = fileTransport({
		allowed: () => true,
		secure: true,
		fetch: async (_url, options) => {
			asks.push(options ?? {});
			const answer = left.shift();
			if (!answer) throw new TypeError('Failed to fetch');
			return answer;
		},
		...parts,
	});
	const headers = { Range: 'bytes=5-' };
	const result = await transport({ url: request, headers }, never).catch((error: unknown) => error);
	return { result, asks };
}
const fault = (kind: TransportFault) => new OutsideFault(kind);
const readable = () => new Response('x');

it('opens a file, without cookies and the page’s address', async () => {
	const { result, asks } = await sendRequest([new Response('abc', { status: 206 })]);
	expect(result).toMatchObject({ status: 206 });
	expect(await (result as Response).text()).toBe('abc');
	expect(asks[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
});

it('asks no origin that is not allowed, and from https no other machine over http', async () => {
	const refused = await sendRequest([], { allowed: () => false });
	expect(refused).toEqual({ result: fault('notAllowed'), asks: [] });
	const mixed = await sendRequest([], {}, 'http://hub.example/file');
	expect(mixed).toEqual({ result: fault('mixed'), asks: [] });
});

it('finds out why a request failed', async () => {
	expect((await sendRequest([null, readable()])).result).toEqual(fault('cut'));
	expect((await sendRequest([null, null, readable()])).result).toEqual(fault('cors'));
	expect((await sendRequest([null, null, null])).result).toEqual(fault('unreachable'));
	const redirect = Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' });
	expect((await sendRequest([null, redirect, null])).result).toEqual(fault('redirected'));
	expect((await sendRequest([null, redirect, readable()])).result).toEqual(fault('cut'));
});

it('says that a file broke off after its first chunk', async () => {
	let isFirst = true;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (isFirst) controller.enqueue(Uint8Array.of(1));
			else controller.error(new TypeError('network error'));
			isFirst = false;
		},
	});
	const { result } = await sendRequest([new Response(body)]);
	const reader = (result as Response).body!.getReader();
	expect((await reader.read()).value).toEqual(Uint8Array.of(1));
	await expect(reader.read()).rejects.toEqual(fault('cut'));
});

it('a server that falls silent is named after 5 s, and gone after 20 s', async () => {
	let ticks = 0;
	const transport = fileTransport({
		allowed: () => true,
		secure: true,
		fetch: async (_url, options) =>
			new Response(
				new ReadableStream<Uint8Array>({
					start(controller) {
						controller.enqueue(Uint8Array.of(1));
						options!.signal!.addEventListener('abort', () => controller.error(new Error()));
					},
				}),
			),
		pause: async (milliseconds) => {
			ticks += milliseconds / 1000;
			await nextTask();
		},
	});
	const said: number[] = [];
	const response = await transport({ url, headers: {} }, never, (left) => said.push(left));
	const reader = response.body!.getReader();
	expect((await reader.read()).value).toEqual(Uint8Array.of(1));
	await nextTask();
	expect(said).toEqual([]);
	const before = ticks;
	await expect(reader.read()).rejects.toEqual(fault('timeout'));
	expect(ticks - before).toBeLessThanOrEqual(22);
	expect(said).toEqual([...Array.from({ length: 16 }, (_, at) => 15 - at), 0]);
});

it('a server that drips is silent, and a slow one is not', async () => {
	const receivedAt = async (perSecond: number) => {
		let seconds = 0;
		const transport = fileTransport({
			allowed: () => true,
			secure: true,
			fetch: async (_url, options) =>
				new Response(
					new ReadableStream<Uint8Array>({
						async pull(controller) {
							const end = seconds + 1;
							while (seconds < end && !options!.signal!.aborted) await nextTask();
							if (options!.signal!.aborted) controller.error(new Error());
							else if (seconds > 60) controller.close();
							else controller.enqueue(new Uint8Array(perSecond));
						},
					}),
				),
			pause: async () => {
				seconds++;
				await nextTask();
			},
		});
		const response = await transport({ url, headers: {} }, never);
		return (await response.arrayBuffer()).byteLength;
	};
	await expect(receivedAt(400)).rejects.toEqual(fault('timeout'));
	expect(await receivedAt(600)).toBeGreaterThan(10_000);
});

it('a server that answers late is no longer called silent', async () => {
	const said: number[] = [];
	let answer: (response: Response) => void = () => undefined;
	const late = new Promise<Response>((resolve) => (answer = resolve));
	const transport = fileTransport({
		allowed: () => true,
		secure: true,
		fetch: () => late,
		pause: nextTask,
	});
	const reply = transport({ url, headers: {} }, never, (left) => {
		said.push(left);
		if (left === 10) answer(new Response('abc'));
	});
	expect(await (await reply).text()).toBe('abc');
	expect(said).toEqual([15, 14, 13, 12, 11, 10, 0]);
});
