import { expect, it } from 'vitest';
import { fileTransport } from './fileTransport.ts';
import type { FileHead, TransportFault } from './outside.ts';

const never = new AbortController().signal;
const url = 'https://hub.example/file';
type Part = FileHead | { readonly kind: 'chunk'; readonly bytes: Uint8Array };

/** `answers`: of each fetch in turn; null: it fails. */
async function asked(
	answers: readonly (Response | null)[],
	parts: Partial<Parameters<typeof fileTransport>[0]> = {},
	request = url,
) {
	const left = [...answers];
	const asks: RequestInit[] = [];
	const sent: Part[] = [];
	const transport = fileTransport({
		allowed: () => true,
		secure: true,
		watchPolicy: () => ({ blocked: () => false, end: () => undefined }),
		fetch: async (_url, options) => {
			asks.push(options ?? {});
			const answer = left.shift();
			if (!answer) throw new TypeError('Failed to fetch');
			return answer;
		},
		...parts,
	});
	const headers = { Range: 'bytes=5-' };
	const result = await transport({ url: request, headers }, never, async (part) => {
		sent.push(part);
	});
	return { result, sent, asks };
}
const fault = (kind: TransportFault) => ({ kind: 'fault', fault: kind });
const readable = () => new Response('x');

it('sends the head and the chunks of a file, without cookies and the page’s address', async () => {
	const { result, sent, asks } = await asked([new Response('abc', { status: 206 })]);
	expect(result).toEqual({ kind: 'end' });
	expect(sent.map(({ kind }) => kind)).toEqual(['opened', 'chunk']);
	expect(sent[0]).toMatchObject({ status: 206 });
	expect(asks[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
});

it('asks no origin that is not allowed, and from https no other machine over http', async () => {
	const refused = await asked([], { allowed: () => false });
	expect(refused).toMatchObject({ result: fault('notAllowed'), asks: [] });
	const mixed = await asked([], {}, 'http://hub.example/file');
	expect(mixed).toMatchObject({ result: fault('mixed'), asks: [] });
});

it('finds out why a request failed', async () => {
	expect((await asked([null, readable()])).result).toEqual(fault('cut'));
	expect((await asked([null, null, readable()])).result).toEqual(fault('cors'));
	expect((await asked([null, null, null])).result).toEqual(fault('unreachable'));
	const redirect = Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' });
	expect((await asked([null, redirect, null])).result).toEqual(fault('circle'));
	expect((await asked([null, redirect, readable()])).result).toEqual(fault('cut'));
	const watchPolicy = () => ({ blocked: () => true, end: () => undefined });
	expect((await asked([null, readable()], { watchPolicy })).result).toEqual(fault('redirected'));
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
	const { result, sent } = await asked([new Response(body)]);
	expect(sent.at(-1)).toEqual({ kind: 'chunk', bytes: Uint8Array.of(1) });
	expect(result).toEqual(fault('cut'));
});
