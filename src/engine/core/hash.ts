/** SHA-256, and Git's SHA-1. crypto.subtle has no streaming hash and needs https. */
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from './json.ts';
import { Sha256 } from './Sha256.ts';

export function sha256(content: Uint8Array): Uint8Array<ArrayBuffer> {
	const state = new Sha256();
	state.update(content);
	return state.digest();
}

export const sha256Hex = (content: string | Uint8Array): string =>
	bytesToHex(sha256(typeof content === 'string' ? new TextEncoder().encode(content) : content));

/** The hash of the canonical JSON: equal values have equal hashes. */
export const sha256OfJson = (value: Json): string => sha256Hex(canonicalJson(value));

export function streamingSha256() {
	const state = new Sha256();
	const update = (bytes: Uint8Array): void => state.update(bytes);
	return { update, hex: () => bytesToHex(state.digest()) };
}

/** Git's name of a file of `length` bytes: SHA-1 of `blob`, its length, and its content. */
export function streamingGitHash(length: number) {
	const state = sha1.create().update(new TextEncoder().encode(`blob ${length}\0`));
	const update = (bytes: Uint8Array): void => void state.update(bytes);
	return { update, hex: () => bytesToHex(state.digest()) };
}
