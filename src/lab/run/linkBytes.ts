/** Bytes of a link: base64url, check bytes, and deflated content. Inflating is limited. */
import { Inflate, deflateSync } from 'fflate';
import { joinBytes, toBase64 } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { checkBytes, packedIn } from './linkText.ts';

/** A link with 64 skills and 1,000 switches is far shorter. */
const maxInflatedBytes = 1_000_000;
const maxLinkCharacters = 1_000_000;

/** Deflates the text with the shared dictionary and adds check bytes, as base64url. */
export function packText(text: string, dictionary: Uint8Array): string {
	const body = deflateSync(new TextEncoder().encode(text), { level: 9, dictionary });
	return toBase64Url(Uint8Array.of(...checkBytes(body), ...body));
}

/**
 * The text that is packed at the start of `packed`, whatever follows. `tag`: the text before it.
 * Throws InputError.
 */
export function unpackText(packed: string, tag: string, dictionary: Uint8Array): string {
	const found = packedIn(packed);
	const length = tag.length + found.packed.length;
	if (length > maxLinkCharacters)
		throw broken(
			say('it has {length} characters, above {maxLinkCharacters}. Ask for a new one', {
				length,
				maxLinkCharacters,
			}),
		);
	if (!found.body)
		throw broken(say('it was cut off or altered on its way. Copy the whole link again'));
	const inflated = inflate(found.body, dictionary);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(inflated);
	} catch (cause) {
		throw broken(say('its content is not JSON. Ask for a new link'), cause);
	}
}

export const broken = (what: Message, cause?: unknown) =>
	new InputError(say('The link cannot be opened: {what}.', { what }), { field: 'link' }, { cause });

function inflate(body: Uint8Array, dictionary: Uint8Array): Uint8Array {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	const stream = new Inflate({ dictionary }, (piece) => {
		pieces.push(piece);
		length += piece.length;
	});
	// Inflates in small parts: deflate grows at most about 1,000-fold, so a bomb is detected early.
	const part = 512;
	for (let at = 0; at < body.length; at += part) {
		try {
			stream.push(body.subarray(at, at + part), at + part >= body.length);
		} catch (cause) {
			throw broken(say('its content is not deflated data. Ask for a new link'), cause);
		}
		if (length > maxInflatedBytes)
			throw broken(
				say('its content is larger than {maxInflatedBytes} bytes. Ask for a new link', {
					maxInflatedBytes,
				}),
			);
	}
	return joinBytes(pieces);
}

const toBase64Url = (bytes: Uint8Array): string =>
	toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
