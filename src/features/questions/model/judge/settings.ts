/** The settings of a judge. The key is no part of them, so that it is never stored. */
import { InputError } from '#core/errors.ts';
import { truncate } from '#core/text.ts';

/** unit: a mark in [0, 1]. ten: a number from 1 to 10, scaled to [0, 1]. */
export type MarkScale = 'unit' | 'ten';

export interface JudgeSettings {
	/** Without `/chat/completions`, as in OPENAI_BASE_URL: http://localhost:11434/v1 */
	readonly address: string;
	readonly model: string;
	readonly scale: MarkScale;
	/** Requests at a time. */
	readonly concurrency: number;
	/** The longest time for one answer, in seconds. */
	readonly timeout: number;
}
/** Typed settings, not checked yet. Those that are missing get their defaults. */
export type JudgeTyped = Pick<JudgeSettings, 'address' | 'model'> & Partial<JudgeSettings>;

export const judgeDefaults = { scale: 'ten', concurrency: 2, timeout: 60 } as const;
export const judgeLimits = {
	concurrency: { min: 1, max: 16 },
	timeout: { min: 1, max: 600 },
} as const;

/** Throws InputError with the fix. */
export function parseJudge(typed: JudgeTyped): JudgeSettings {
	const model = typed.model.trim();
	if (model === '')
		throw new InputError('The judge has no model: give the name that its server lists it under.');
	const settings = { ...judgeDefaults, ...typed, address: parseAddress(typed.address), model };
	checkLimits('concurrency', settings.concurrency, 'requests at a time');
	checkLimits('timeout', settings.timeout, 'seconds for one answer');
	return settings;
}

function checkLimits(field: keyof typeof judgeLimits, value: number, what: string): void {
	const { min, max } = judgeLimits[field];
	if (Number.isInteger(value) && value >= min && value <= max) return;
	throw new InputError(`The judge's ${what}: give a whole number from ${min} to ${max}.`);
}

const example = 'an address like http://localhost:11434/v1 or https://api.example.org/v1';

/** The address is stored, so that it must not contain a secret. */
function parseAddress(typed: string): string {
	const text = typed.trim();
	if (text === '') throw new InputError(`The judge has no address: give ${example}.`);
	if (!URL.canParse(text))
		throw new InputError(`“${truncate(text, 80)}” is no address: give ${example}.`);
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:')
		throw new InputError(`The judge's address starts with ${url.protocol}: give ${example}.`);
	if (url.username !== '' || url.password !== '')
		throw new InputError(
			'The judge’s address holds a name or a password. Addresses are stored: give it without ' +
				'them, and the key in its own field.',
		);
	if (url.search !== '' || url.hash !== '')
		throw new InputError(
			'The judge’s address has a “?” or a “#”. Addresses are stored and may not hold a key: ' +
				'give it without them.',
		);
	if (url.hostname.startsWith('['))
		throw new InputError(
			'The judge’s address is an IPv6 number, which a page’s policy cannot name: give the ' +
				'host’s name, or localhost.',
		);
	return url.href.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
}

/** Checks that the key fits into a header. Throws InputError without the key in it. */
export function parseKey(typed: string): string {
	const key = typed.trim();
	if (/^[\x21-\x7e]*$/.test(key)) return key;
	throw new InputError(
		'The key has a space or a character that no key has. Copy the key again, without anything ' +
			'else.',
	);
}
