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

it('a server is gone after 20 s of silence, and the reader’s time does not count', async () => {
	const waits: (() => void)[] = [];
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
		pause: (milliseconds, signal) =>
			new Promise((resolve) => {
				expect(milliseconds).toBe(20_000);
				const wait = () => (signal?.aborted ? undefined : resolve());
				waits.push(wait);
			}),
	});
	const response = await transport({ url, headers: {} }, never);
	const reader = response.body!.getReader();
	expect((await reader.read()).value).toEqual(Uint8Array.of(1));
	waits.splice(0).forEach((pass) => pass());
	const next = reader.read();
	await nextTask();
	waits.forEach((pass) => pass());
	await expect(next).rejects.toEqual(fault('timeout'));
});
