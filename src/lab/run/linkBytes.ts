/** Bytes of a link: base64url, check bytes, and deflated content. Inflating is limited. */
import { Inflate, deflateSync } from 'fflate';
import { fromBase64, joinBytes, toBase64 } from '#engine/core/bytes.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { InputError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';

const checkLength = 4;
/** A link with 64 skills and 1,000 switches is far shorter. */
const maxInflatedBytes = 1_000_000;
const maxLinkCharacters = 1_000_000;

/** Deflates the text with the shared dictionary and adds check bytes, as base64url. */
export function packText(text: string, dictionary: Uint8Array): string {
	const body = deflateSync(new TextEncoder().encode(text), { level: 9, dictionary });
	return toBase64Url(Uint8Array.of(...checkBytes(body), ...body));
}

/** `tag`: the text before `packed`, for positions in messages. Throws InputError. */
export function unpackText(packed: string, tag: string, dictionary: Uint8Array): string {
	const length = tag.length + packed.length;
	if (length > maxLinkCharacters)
		throw broken(sentence('lab.run.hasCharactersAboveAsk', { length, maxLinkCharacters }));
	const bytes = fromBase64Url(packed, tag.length);
	const body = bytes.subarray(checkLength);
	if (body.length === 0 || checkBytes(body).some((byte, i) => byte !== bytes[i]))
		throw broken(sentence('lab.run.wasCutOffOrAltered'));
	const inflated = inflate(body, dictionary);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(inflated);
	} catch (cause) {
		throw broken(sentence('lab.run.contentIsNotJsonAsk'), cause);
	}
}

export const broken = (what: Message, cause?: unknown) =>
	new InputError(sentence('lab.run.linkCannotBeOpened', { what }), { field: 'link' }, { cause });

/** First bytes of the SHA-256. Deflate has no checksum, and a damaged seed would look valid. */
const checkBytes = (body: Uint8Array): number[] =>
	Array.from({ length: checkLength }, (_, i) =>
		parseInt(sha256Hex(body).slice(2 * i, 2 * i + 2), 16),
	);

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
			throw broken(sentence('lab.run.contentIsNotDeflatedData'), cause);
		}
		if (length > maxInflatedBytes)
			throw broken(sentence('lab.run.contentIsLargerThanBytes', { maxInflatedBytes }));
	}
	return joinBytes(pieces);
}

const toBase64Url = (bytes: Uint8Array): string =>
	toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

function fromBase64Url(text: string, before: number): Uint8Array {
	const stray = /[^A-Za-z0-9_-]/u.exec(text);
	if (stray)
		throw broken(
			sentence('lab.run.atCharacterIsNotBase64url', {
				stray: stray[0],
				before: before + stray.index + 1,
			}),
		);
	if (text.length % 4 === 1) throw broken(sentence('lab.run.wasCutOffOnWay'));
	return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}
