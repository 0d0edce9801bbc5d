/** One question to the judge: POST {address}/chat/completions, with waits and one more try where that can help. */
import { JudgeError, quoted, statusError, transportError } from './faults.ts';
import type { JudgeSettings } from './settings.ts';
import type { OutsideReply, Transport } from '#lab/worker/outside/transport.ts';

export interface Message {
	readonly role: 'system' | 'user' | 'assistant';
	readonly content: string;
}

export interface JudgeConnection {
	readonly judge: JudgeSettings;
	/** In memory only; '' for a server that wants none. */
	readonly key: string;
	readonly transport: Transport;
	/** Milliseconds; rejects with the signal's reason. */
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** Milliseconds since 1970: for a Retry-After that is a date. */
	readonly now: () => number;
	/** Origin of the page, for words about CORS. */
	readonly page: string;
}

/** How often a server that asks for patience is asked again, and what a wait is at most. */
const waits = 3;
const longestWait = 60_000;
const pauseAfterFailure = 1000;

/** The text of the judge's answer. Throws JudgeError. */
export async function askJudge(
	connection: JudgeConnection,
	messages: readonly Message[],
	signal: AbortSignal,
): Promise<string> {
	const { judge, key } = connection;
	let failures = 0;
	// Some models take no temperature but their own.
	let temperature: { temperature?: number } = { temperature: 0 };
	for (let busy = 0; ;) {
		const body = { model: judge.model, messages, stream: false, ...temperature };
		const reply = await post(connection, JSON.stringify(body), signal);
		if (reply.status === 200) return completionText(reply.body, judge, key);
		if (reply.status === 400 && 'temperature' in temperature && /temperature/i.test(reply.body)) {
			temperature = {};
		} else if (reply.status === 429 && busy++ < waits) {
			const milliseconds = retryAfter(reply.retryAfter, connection.now());
			if (milliseconds > longestWait)
				throw new JudgeError(
					'busy',
					`The judge's server wants to be left alone for ${Math.ceil(milliseconds / 1000)} s (status 429). Score again after that: what is scored stays.`,
				);
			await connection.wait(milliseconds, signal);
		} else if (reply.status >= 500 && failures++ === 0) {
			await connection.wait(pauseAfterFailure, signal);
		} else {
			throw statusError(reply.status, isPage(reply.body) ? '' : said(reply.body, key), judge);
		}
	}
}

async function post(
	{ judge, key, transport, page }: JudgeConnection,
	body: string,
	signal: AbortSignal,
): Promise<Extract<OutsideReply, { kind: 'reply' }>> {
	signal.throwIfAborted();
	const reply = await transport(
		{
			url: `${judge.address}/chat/completions`,
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				...(key !== '' && { Authorization: `Bearer ${key}` }),
			},
			body,
			timeout: judge.timeout * 1000,
		},
		signal,
	);
	if (reply.kind === 'fault') throw transportError(reply.fault, judge, page);
	return reply;
}

/** Milliseconds: seconds or a date, as RFC 9110 has it; 5 s where the server says nothing that can be read. */
function retryAfter(header: string | null, now: number): number {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? 5000 : Math.max(0, date - now);
}

function completionText(body: string, judge: JudgeSettings, key: string): string {
	const address = `${judge.address}/chat/completions`;
	if (isPage(body))
		throw new JudgeError(
			'html',
			`${address} gave a web page instead of an answer. Check the address: most end in /v1.`,
		);
	const content = contentOf(body);
	if (content === null)
		throw new JudgeError(
			'notChat',
			`${address} gave something that is no chat completion: “${quoted(body, key)}”. Check that the server speaks OpenAI's chat completions.`,
		);
	return content;
}

const isPage = (body: string): boolean => /^\s*<(!doctype|html|head|body)/i.test(body);

/** What OpenAI-compatible servers put in a failure's body, or its beginning. */
function said(body: string, key: string): string {
	const error = at(parsed(body), 'error');
	const message = typeof error === 'string' ? error : at(error, 'message');
	return quoted(typeof message === 'string' ? message : body, key);
}

/** choices[0].message.content; null where the body has no such text. A model that said nothing has null there: only that answer fails. */
function contentOf(body: string): string | null {
	const message = at(at(at(parsed(body), 'choices'), '0'), 'message');
	const content = at(message, 'content');
	if (content === null && at(message, 'role') === 'assistant') return '';
	return typeof content === 'string' ? content : null;
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return null;
	}
}

const at = (value: unknown, key: string): unknown =>
	value !== null && typeof value === 'object' && Object.hasOwn(value, key)
		? (value as Record<string, unknown>)[key]
		: undefined;
