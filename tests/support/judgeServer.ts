/** A local judge for tests: an OpenAI-compatible chat server with every fault on demand. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { json, localServer, openServer } from './localServer.ts';

export { json };

export interface SeenRequest {
	readonly url: string;
	readonly authorization: string | null;
	readonly messages: readonly { readonly role: string; readonly content: string }[];
	readonly temperature?: number;
}
/** Reply to a completion request; `n` is its number, from 0. */
export type Behaviour = (response: ServerResponse, request: SeenRequest, n: number) => void;

export interface JudgeServer {
	/** Address with /v1. */
	readonly address: string;
	readonly seen: readonly SeenRequest[];
	behave(behaviour: Behaviour): void;
	close(): Promise<void>;
}

export const complete = (response: ServerResponse, content: string): void =>
	json(response, 200, { choices: [{ message: { role: 'assistant', content } }] });

/** The same mark for every category in the prompt. */
export const marked =
	(mark: unknown): Behaviour =>
	(response, { messages }) => {
		const names = [...(messages[1]?.content ?? '').matchAll(/^- (\w+): /gm)].map(
			([, name]) => name,
		);
		const marks = names.map((name) => [name, { mark, reason: `It is ${String(mark)}.` }]);
		complete(response, JSON.stringify(Object.fromEntries(marks)));
	};

/** `cors`: whether pages of other origins can read the replies. */
export async function judgeServer({ cors = true } = {}): Promise<JudgeServer> {
	let behaviour: Behaviour = marked(7);
	const seen: SeenRequest[] = [];
	const answer: RequestListener = (request, response) => {
		if (request.method === 'OPTIONS') return response.writeHead(403).end();
		if (request.method === 'GET') return json(response, 200, { data: [] });
		void text(request).then((body) => {
			const received = {
				...(JSON.parse(body) as Pick<SeenRequest, 'messages' | 'temperature'>),
				url: request.url ?? '',
				authorization: request.headers.authorization ?? null,
			};
			behaviour(response, received, seen.push(received) - 1);
		});
	};
	const { origin, close } = await (cors ? openServer('Retry-After', answer) : localServer(answer));
	return { address: `${origin}/v1`, seen, behave: (next) => void (behaviour = next), close };
}

async function text(request: IncomingMessage): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of request) chunks.push(chunk as Uint8Array);
	return Buffer.concat(chunks).toString();
}
