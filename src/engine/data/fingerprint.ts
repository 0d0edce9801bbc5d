/** SHA-256 of a data set: its examples by part, with their noise flags. */
import { sha256Hex, streamingSha256 } from '#engine/core/hash.ts';
import { canonicalJson } from '#engine/core/json.ts';
import type { Example } from './example.ts';
import { byPart, parts, type Part } from './skill.ts';

/**
 * Each part is hashed over its canonical JSON lines; the fingerprint is the SHA-256 of the three
 * lines `train <hex>`, `validation <hex>`, `heldOut <hex>`.
 */
export function createFingerprint() {
	const encoder = new TextEncoder();
	const hashes = byPart(streamingSha256);
	return {
		/** The order counts inside a part only, so that a file can be split while it is read. */
		add: (part: Part, example: Example): void =>
			hashes[part].update(encoder.encode(`${canonicalJson(example)}\n`)),
		/** 64 hex digits. Call it once, at the end. */
		hex: (): string => sha256Hex(parts.map((part) => `${part} ${hashes[part].hex()}\n`).join('')),
	};
}
