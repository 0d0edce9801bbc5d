/** SHA-256 of text, bytes and streams. crypto.subtle has no streaming hash and needs https. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from './json.ts';

export const sha256Hex = (content: string | Uint8Array): string =>
	bytesToHex(sha256(typeof content === 'string' ? new TextEncoder().encode(content) : content));

/** The hash of the canonical JSON: equal values have equal hashes. */
export const sha256OfJson = (value: Json): string => sha256Hex(canonicalJson(value));

export function streamingSha256() {
	const state = sha256.create();
	const update = (bytes: Uint8Array): void => void state.update(bytes);
	return { update, hex: () => bytesToHex(state.digest()) };
}
