/** The faults of a judge, each with a message and its fix. No message contains the key. */
import { InputError } from '#core/errors.ts';
import type { JudgeSettings } from './settings.ts';
import type { TransportFault } from '#lab/worker/outside/transport.ts';

export type JudgeFault =
	| TransportFault
	/** 401, 403 */
	| 'key'
	/** 404: no such path or model */
	| 'notFound'
	/** 429, also after waiting */
	| 'busy'
	/** Other statuses of 400 to 499 */
	| 'refused'
	/** 500 and above */
	| 'server'
	/** A web page instead of an answer */
	| 'html'
	/** A reply that is no chat completion */
	| 'notChat'
	/** Text without the requested marks */
	| 'unreadable'
	/** Several answers in a row failed */
	| 'silent';

/** These faults would hit every further answer: the marking ends at once. */
const lasting: ReadonlySet<JudgeFault> = new Set<JudgeFault>([
	...(['notAllowed', 'mixed', 'unreachable', 'cors', 'redirected', 'key'] as const),
	...(['notFound', 'refused', 'html', 'notChat', 'silent'] as const),
]);

export class JudgeError extends InputError {
	constructor(
		readonly fault: JudgeFault,
		message: string,
	) {
		super(message, { fault });
	}
	get lasting(): boolean {
		return lasting.has(this.fault);
	}
}

/** `page`: the origin that the server must allow. */
export function transportError(
	fault: TransportFault,
	{ address, timeout }: JudgeSettings,
	page: string,
): JudgeError {
	return new JudgeError(fault, transportWords(fault, address, timeout, page));
}

function transportWords(
	fault: TransportFault,
	address: string,
	timeout: number,
	page: string,
): string {
	const { origin, protocol } = new URL(address);
	switch (fault) {
		case 'notAllowed':
			return `This page may not ask ${origin} yet: allow that address, and the page reloads with it.`;
		case 'mixed':
			return (
				`This page came over https, and browsers forbid it to ask ${origin} over ` +
				`${protocol.slice(0, -1)}. Use an https address, run the judge on this machine ` +
				'(localhost), or run Skillet on this machine.'
			);
		case 'unreachable':
			return (
				`Nothing answers at ${origin}. Check the host and the port, and that the server runs; ` +
				'if the browser asked whether this page may reach your network, allow it.'
			);
		case 'cors':
			return (
				`A server answers at ${origin}, but does not let this page read its replies (CORS). ` +
				`Start it so that it allows the origin ${page} (Ollama: OLLAMA_ORIGINS, vLLM: ` +
				'--allowed-origins, llama.cpp allows all).'
			);
		case 'redirected':
			return `${address} sends requests on to another address. Give the address that it leads to.`;
		case 'timeout':
			return (
				`The judge did not answer within ${timeout} s. Allow more seconds, ask fewer at a ` +
				'time, or use a faster model.'
			);
		case 'cut':
			return (
				`The connection to ${origin} broke before the answer was whole. Look at the server's ` +
				'log, and score again: what is scored stays.'
			);
		case 'tooLong':
			return (
				`${origin} sent more than a million characters for one answer. That is no judge's ` +
				'reply: check the address and the model.'
			);
	}
	return fault satisfies never;
}

/** The fault behind a status other than 200. `reply`: the text of the server, without the key. */
export function statusError(
	status: number,
	reply: string,
	{ address, model }: JudgeSettings,
): JudgeError {
	const quote = reply === '' ? '' : ` It says: “${reply}”`;
	if (status === 401 || status === 403)
		return new JudgeError(
			'key',
			`The judge's server refused the key (status ${status}). Check the key, and that it may ` +
				`use ${model}.`,
		);
	if (status === 404 || status === 405)
		return new JudgeError(
			'notFound',
			`${address}/chat/completions does not exist there, or the model ${model} does not ` +
				`(status ${status}). Most addresses end in /v1: check it, and the model's name.${quote}`,
		);
	if (status === 429)
		return new JudgeError(
			'busy',
			`The judge's server wants fewer requests (status 429), also after waiting as it asked. ` +
				`Mark again later, with fewer requests at a time: stored marks stay.${quote}`,
		);
	if (status >= 500)
		return new JudgeError(
			'server',
			`The judge's server failed (status ${status}). Look at its log, and mark again: ` +
				`stored marks stay.${quote}`,
		);
	return new JudgeError(
		'refused',
		`The judge's server refused the request (status ${status}). Check the model's name and ` +
			`the address.${quote}`,
	);
}

/** The start of a server's text in one line, without the key. */
export function quoted(text: string, key: string): string {
	const clean = withoutKey(text, key).replace(/\s+/g, ' ').trim();
	return clean.length > 160 ? `${clean.slice(0, 160)}…` : clean;
}

/** Some servers repeat the key in their text. */
export const withoutKey = (text: string, key: string): string =>
	key === '' ? text : text.replaceAll(key, '…');
