/**
 * An experiment as text for the address bar's fragment: `1.` + base64url of 4 check bytes and the deflated canonical
 * JSON. The tag is the link format's version; every version that was ever released opens for ever.
 */
import { Inflate, deflateSync } from 'fflate';
import { sha256Hex } from '#core/hash.ts';
import { InputError } from '#core/errors.ts';
import { canonicalJson } from '#core/json.ts';
import type { Experiment } from './experiment.ts';
import { parseExperiment } from './schema.ts';

const tag = '1.';
const checkLength = 4;
/** A link with 64 skills and 1,000 switches stays far below. */
const maxInflatedBytes = 1_000_000;
const maxLinkCharacters = 1_000_000;

/** Equal experiments give equal links. Throws InputError if it is not a valid experiment. */
export function encodeLink(experiment: Experiment): string {
	const json = canonicalJson(parseExperiment(experiment));
	const body = deflateSync(new TextEncoder().encode(json), { level: 9 });
	return tag + toBase64Url(Uint8Array.of(...checkBytes(body), ...body));
}

/** Takes a fragment with or without its `#`. Throws InputError that says what is broken, down to the field. */
export function decodeLink(fragment: string): Experiment {
	const link = fragment.replace(/^#/, '');
	if (!link.startsWith(tag))
		throw broken(
			/^\d+\./.test(link)
				? `it is of format ${link.slice(0, link.indexOf('.'))}, and this lab reads format 1. Open it in a newer lab`
				: 'it does not start with "1.", so it is no experiment of this lab. Copy the whole link',
		);
	if (link.length > maxLinkCharacters)
		throw broken(`it has ${link.length} characters, above ${maxLinkCharacters}. Ask for a new one`);
	const bytes = fromBase64Url(link.slice(tag.length));
	const body = bytes.subarray(checkLength);
	if (body.length === 0 || checkBytes(body).some((byte, i) => byte !== bytes[i]))
		throw broken('it was cut off or altered on its way. Copy the whole link again');
	return parseExperiment(parseJson(inflate(body)));
}

const broken = (what: string, cause?: unknown) =>
	new InputError(`The link cannot be opened: ${what}.`, { field: 'link' }, { cause });

/** The first bytes of the SHA-256: deflate has no check of its own, and another seed would look like a valid link. */
const checkBytes = (body: Uint8Array): number[] =>
	Array.from({ length: checkLength }, (_, i) =>
		parseInt(sha256Hex(body).slice(2 * i, 2 * i + 2), 16),
	);

function inflate(body: Uint8Array): Uint8Array {
	const pieces: Uint8Array[] = [];
	let length = 0;
	const stream = new Inflate((piece) => {
		pieces.push(piece);
		length += piece.length;
	});
	// Fed in small parts: deflate grows at most about 1,000-fold, so a bomb is seen before it has filled the memory.
	const part = 512;
	for (let at = 0; at < body.length; at += part) {
		try {
			stream.push(body.subarray(at, at + part), at + part >= body.length);
		} catch (cause) {
			throw broken('its content is not deflated data. Ask for a new link', cause);
		}
		if (length > maxInflatedBytes)
			throw broken(`its content is larger than ${maxInflatedBytes} bytes. Ask for a new link`);
	}
	const whole = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch (cause) {
		throw broken('its content is not JSON. Ask for a new link', cause);
	}
}

const toBase64Url = (bytes: Uint8Array): string =>
	btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace(/=+$/, '');

function fromBase64Url(text: string): Uint8Array {
	const stray = /[^A-Za-z0-9_-]/.exec(text);
	if (stray)
		throw broken(
			`"${stray[0]}" at character ${tag.length + stray.index + 1} is not base64url. Copy the whole link again`,
		);
	if (text.length % 4 === 1) throw broken('it was cut off on its way. Copy the whole link again');
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
