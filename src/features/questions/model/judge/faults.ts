/** The faults of a judge, each with a message and its fix. No message contains the key. */
import { InputError } from '#core/errors.ts';
import { truncate } from '#core/text.ts';
import type { TransportFault } from '#lab/worker/outside/outside.ts';
import type { JudgeSettings } from './settings.ts';

/**
 * lasting: every further answer would fail, too. passing: a later request can succeed.
 * unreadable: the server works, but this reply has no marks.
 */
type Reach = 'lasting' | 'passing' | 'unreadable';

export class JudgeError extends InputError {
	constructor(
		readonly reach: Reach,
		message: string,
	) {
		super(message);
	}
}

const passing: readonly TransportFault[] = ['timeout', 'cut', 'tooLong'];

/** `page`: the origin that the server must allow. */
export function transportError(
	fault: TransportFault,
	{ address, timeout }: JudgeSettings,
	page: string,
): JudgeError {
	const { origin, protocol } = new URL(address);
	const messages: Readonly<Record<TransportFault, string>> = {
		notAllowed:
			`This page may not ask ${origin} yet: allow that address, and the page reloads ` + 'with it.',
		mixed:
			`This page came over https, and browsers forbid it to ask ${origin} over ` +
			`${protocol.slice(0, -1)}. Use an https address, run the judge on this machine ` +
			'(localhost), or run Skillet on this machine.',
		unreachable:
			`Nothing answers at ${origin}. Check the host and the port, and that the server runs; ` +
			'if the browser asked whether this page may reach your network, allow it.',
		cors:
			`A server answers at ${origin}, but does not let this page read its replies (CORS). ` +
			`Start it so that it allows the origin ${page} (Ollama: OLLAMA_ORIGINS, vLLM: ` +
			'--allowed-origins, llama.cpp allows all).',
		redirected: `${address} redirects requests. Give the address that it leads to.`,
		timeout:
			`The judge did not answer within ${timeout} s. Allow more seconds, ask fewer at a time, ` +
			'or use a faster model.',
		cut:
			`The connection to ${origin} broke before the answer was complete. Look at the server's ` +
			'log, and mark again: stored marks stay.',
		tooLong:
			`${origin} sent more than a million characters for one answer. That is no judge's ` +
			'reply: check the address and the model.',
	};
	return new JudgeError(passing.includes(fault) ? 'passing' : 'lasting', messages[fault]);
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
			'lasting',
			`The judge's server refused the key (status ${status}). Check the key, and that it may ` +
				`use ${model}.`,
		);
	if (status === 404 || status === 405)
		return new JudgeError(
			'lasting',
			`${address}/chat/completions does not exist there, or the model ${model} does not ` +
				`(status ${status}). Most addresses end in /v1: check it, and the model's name.${quote}`,
		);
	if (status === 429)
		return new JudgeError(
			'passing',
			"The judge's server wants fewer requests (status 429), also after waiting as it asked. " +
				`Mark again later, with fewer requests at a time: stored marks stay.${quote}`,
		);
	if (status >= 500)
		return new JudgeError(
			'passing',
			`The judge's server failed (status ${status}). Look at its log, and mark again: ` +
				`stored marks stay.${quote}`,
		);
	return new JudgeError(
		'lasting',
		`The judge's server refused the request (status ${status}). Check the model's name and ` +
			`the address.${quote}`,
	);
}

/** The start of a server's text in one line, without the key. */
export const quoted = (text: string, key: string): string =>
	truncate(withoutKey(text, key).replace(/\s+/g, ' ').trim(), 160);

/** Some servers repeat the key in their text. */
export const withoutKey = (text: string, key: string): string =>
	key === '' ? text : text.replaceAll(key, '…');
