/** One request to the judge: POST {address}/chat/completions, with waits and a second try. */
import * as v from 'valibot';
import { JudgeError, quoted, statusError, transportError } from './faults.ts';
import type { JudgeSettings } from './settings.ts';
import type { OutsideReply, Transport } from '#lab/worker/outside/outside.ts';

export interface Message {
	readonly role: 'system' | 'user' | 'assistant';
	readonly content: string;
}

export interface JudgeConnection {
	readonly judge: JudgeSettings;
	/** In memory only. Empty for a server without keys. */
	readonly key: string;
	readonly transport: Transport;
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
	connection: JudgeConnection,
	messages: readonly Message[],
	signal: AbortSignal,
): Promise<string> {
	const { judge, key } = connection;
	let failures = 0;
	// Some models accept only their own temperature.
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
					'passing',
					`The judge's server wants no request for ${Math.ceil(milliseconds / 1000)} s ` +
						'(status 429). Mark again after that: stored marks stay.',
				);
			await connection.wait(milliseconds, signal);
		} else if (reply.status >= 500 && failures++ === 0) {
			await connection.wait(pauseAfterFailure, signal);
		} else {
			throw statusError(reply.status, isPage(reply.body) ? '' : errorText(reply.body, key), judge);
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

/** Milliseconds from a Retry-After of seconds or a date (RFC 9110); 5 s by default. */
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
			'lasting',
			`${address} gave a web page instead of an answer. Check the address: most end in /v1.`,
		);
	const { success, output } = v.safeParse(completion, body);
	if (!success)
		throw new JudgeError(
			'lasting',
			`${address} gave something that is no chat completion: “${quoted(body, key)}”. Check ` +
				"that the server speaks OpenAI's chat completions.",
		);
	return output.choices[0].message.content ?? '';
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
	// A model without an answer sends null. Only this answer fails then.
	v.object({ role: v.literal('assistant'), content: v.null() }),
]);
const completion = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ choices: v.looseTuple([v.object({ message })]) }),
);
