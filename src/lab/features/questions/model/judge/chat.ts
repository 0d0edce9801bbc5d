/**
 * One request to the judge: POST {address}/chat/completions, with waits and a second try; and its
 * faults, each with a message and its fix. No message contains the key.
 */
import * as v from 'valibot';
import { streamChunks } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import {
	longestReply,
	OutsideFault,
	retryAfter,
	type FileTransport,
	type TransportFault,
} from '#lab/worker/outside/outside.ts';
import type { JudgeSettings } from './settings.ts';

export interface ChatMessage {
	readonly role: 'system' | 'user' | 'assistant';
	readonly content: string;
}

export interface JudgeConnection {
	readonly judge: JudgeSettings;
	/** In memory only. Empty for a server without keys. */
	readonly key: string;
	/** Rejects with OutsideFault or the signal's reason. */
	readonly fetch: FileTransport;
	/** Milliseconds; rejects with the signal's reason. */
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** Milliseconds since 1970, for a Retry-After that is a date. */
	readonly now: () => number;
	/** Origin of the page, for the message about CORS. */
	readonly page: string;
}

/** The number of tries after status 429, and the longest wait in milliseconds. */
const waits = 3;
const longestWait = 60_000;
const pauseAfterFailure = 1000;

/** The text of the reply. Throws JudgeError. */
export async function askJudge(
	{ judge, key, fetch, wait, now, page }: JudgeConnection,
	messages: readonly ChatMessage[],
	signal: AbortSignal,
): Promise<string> {
	const url = `${judge.address}/chat/completions`;
	const authorization = key === '' ? {} : { Authorization: `Bearer ${key}` };
	const headers = { 'Content-Type': 'application/json', ...authorization };
	const patience = judge.timeout * 1000;
	const probe = `${judge.address}/models`;
	let failures = 0;
	// Some models accept only their own temperature.
	let temperature: { temperature?: number } = { temperature: 0 };
	for (let busy = 0; ;) {
		signal.throwIfAborted();
		const body = JSON.stringify({ model: judge.model, messages, stream: false, ...temperature });
		const reply = await fetch({ url, headers, post: { body, probe }, patience }, signal)
			.then(wholeReply)
			.catch((error: unknown) => {
				throw error instanceof OutsideFault ? transportError(error.fault, judge, page) : error;
			});
		if (reply.status === 200) return completionText(reply.body, url, key);
		if (reply.status === 400 && 'temperature' in temperature && /temperature/i.test(reply.body)) {
			temperature = {};
		} else if (reply.status === 429 && busy++ < waits) {
			const milliseconds = retryAfter(reply.retryAfter, now());
			if (milliseconds > longestWait)
				throw passing(
					say(
						"The judge's server accepts no request for {milliseconds} s (status 429). Mark again after that: stored marks stay.",
						{ milliseconds: Math.ceil(milliseconds / 1000) },
					),
				);
			await wait(milliseconds, signal);
		} else if (reply.status >= 500 && failures++ === 0) {
			await wait(pauseAfterFailure, signal);
		} else {
			throw statusError(reply.status, isPage(reply.body) ? '' : errorText(reply.body, key), judge);
		}
	}
}

async function wholeReply({ status, headers, body }: Response) {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of streamChunks(body)) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > longestReply) throw new OutsideFault('tooLong');
	}
	return { status, retryAfter: headers.get('Retry-After'), body: text + decoder.decode() };
}

function completionText(body: string, url: string, key: string): string {
	if (isPage(body))
		throw lasting(
			say('{url} gave a web page instead of an answer. Check the address: most end in /v1.', {
				url,
			}),
		);
	const { success, output } = v.safeParse(completion, body);
	if (!success)
		throw lasting(
			say(
				"{url} did not answer with a chat completion: “{body}”. Check that the server speaks OpenAI's chat completions.",
				{ url, body: quoted(body, key) },
			),
		);
	return output.choices[0]?.message.content ?? '';
}

const isPage = (body: string): boolean => /^\s*<(!doctype|html|head|body)/i.test(body);

/** Errors of OpenAI-compatible servers. */
const failure = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ error: v.union([v.string(), v.object({ message: v.string() })]) }),
	v.transform(({ error }) => (typeof error === 'string' ? error : error.message)),
);

/** The error message in the body, or the start of the body. */
function errorText(body: string, key: string): string {
	const { success, output } = v.safeParse(failure, body);
	return quoted(success ? output : body, key);
}

const message = v.union([
	v.object({ content: v.string() }),
	// A model without an answer, or a content filter. Only this answer fails then.
	v.object({ role: v.literal('assistant'), content: v.optional(v.null()) }),
]);
const completion = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ choices: v.array(v.object({ message })) }),
);

/**
 * lasting: every further answer would fail, too. passing: a later request can succeed.
 * answer: the server refuses this answer, which is too long or caught by its content filter.
 * unreadable: the server works, but this reply has no marks.
 */
type Reach = 'lasting' | 'passing' | 'answer' | 'unreadable';

export class JudgeError extends InputError {
	constructor(
		readonly reach: Reach,
		message: Message,
	) {
		super(message);
	}
}

const lasting = (message: Message) => new JudgeError('lasting', message);
const passing = (message: Message) => new JudgeError('passing', message);

/** `page`: the origin that the server must allow. */
function transportError(
	fault: TransportFault,
	{ address, timeout }: JudgeSettings,
	page: string,
): JudgeError {
	const { origin, protocol } = new URL(address);
	const messages: Readonly<Record<TransportFault, Message>> = {
		notAllowed: say(
			'This page may not ask {origin} yet: allow that address, and the page reloads with it.',
			{ origin },
		),
		mixed: say(
			'This page came over https, and browsers forbid it to ask {origin} over {protocol}. Use an https address, run the judge on this machine (localhost), or run Skillet on this machine.',
			{ origin, protocol: protocol.slice(0, -1) },
		),
		unreachable: say(
			'Nothing answers at {origin}. Check the host and the port, and that the server runs; if the browser asked whether this page may reach your network, allow it.',
			{ origin },
		),
		cors: say(
			'A server answers at {origin}, but does not let this page read its replies (CORS). Start it so that it allows the origin {page} (Ollama: OLLAMA_ORIGINS, vLLM: --allowed-origins, llama.cpp allows all).',
			{ origin, page },
		),
		redirected: say('{address} redirects requests. Give the address that it leads to.', {
			address,
		}),
		timeout: say(
			'The judge did not answer within {timeout} s. Allow more seconds, ask fewer at a time, or use a faster model.',
			{ timeout },
		),
		cut: say(
			"The connection to {origin} broke before the answer was complete. Look at the server's log, and mark again: stored marks stay.",
			{ origin },
		),
		tooLong: say(
			"{origin} sent more than a million characters for one answer. That is not a judge's reply: check the address and the model.",
			{ origin },
		),
	};
	const isTemporary = fault === 'timeout' || fault === 'cut' || fault === 'tooLong';
	return new JudgeError(isTemporary ? 'passing' : 'lasting', messages[fault]);
}

/** The fault behind a status other than 200. `reply`: the text of the server, without the key. */
function statusError(status: number, reply: string, { address, model }: JudgeSettings): JudgeError {
	const says = reply === '' ? '' : say(' It says: “{reply}”', { reply });
	if (status === 401 || status === 403)
		return lasting(
			say(
				"The judge's server refused the key (status {status}). Check the key, and that it may use {model}.",
				{ status, model },
			),
		);
	if (status === 404 || status === 405)
		return lasting(
			say(
				"{address}/chat/completions does not exist there, or the model {model} does not (status {status}). Most addresses end in /v1: check it, and the model's name.{says}",
				{ address, model, status, says },
			),
		);
	if (status === 429)
		return passing(
			say(
				"The judge's server wants fewer requests (status 429), also after waiting as it asked. Mark again later, with fewer requests at a time: stored marks stay.{says}",
				{ says },
			),
		);
	if (status >= 500)
		return passing(
			say(
				"The judge's server failed (status {status}). Look at its log, and mark again: stored marks stay.{says}",
				{ status, says },
			),
		);
	return new JudgeError(
		'answer',
		say(
			"The judge's server refused this answer (status {status}): it may be too long, or a content filter stopped it. If it refuses every answer, check the model's name.{says}",
			{ status, says },
		),
	);
}

/** The start of a server's text in one line, without the key. */
const quoted = (text: string, key: string): string =>
	truncate(withoutKey(text, key).replace(/\s+/g, ' ').trim(), 160);

/** Some servers repeat the key in their text. */
export const withoutKey = (text: string, key: string): string =>
	key === '' ? text : text.replaceAll(key, '…');
