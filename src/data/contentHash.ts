/** Short hashes of content, for finding equal rows and for splitting; not for naming (core/hash.ts does that). */
import type { Example } from './example.ts';

/**
 * 53 bits of a text and a seed: cyrb53 (bryc, public domain). Among a million rows two different ones get the same
 * hash with a probability of 6e-5.
 */
export function hash53(text: string, seed = 0): number {
	let a = 0xdeadbeef ^ seed;
	let b = 0x41c6ce57 ^ seed;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		a = Math.imul(a ^ unit, 2654435761);
		b = Math.imul(b ^ unit, 1597334677);
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
	return 2 ** 32 * (2097151 & b) + (a >>> 0);
}

/** All of an example. */
export const exampleText = ({ messages }: Example): string =>
	messages.map(({ role, content }) => `${role}\0${content}`).join('\0');

/** What comes before the first answer; for raw text, which has nothing there, the text itself. */
export function promptText({ messages }: Example): string {
	const answer = messages.findIndex(({ role }) => role === 'assistant');
	return exampleText({ messages: answer > 0 ? messages.slice(0, answer) : messages });
}

/** A set of 53-bit hashes in flat memory: 12 to 24 bytes for each, and no limit at 2^24 as a Set has. */
export class HashSet {
	#slots = new Float64Array(1024);
	#size = 0;

	/** false: it was there. */
	add(hash: number): boolean {
		if (this.#size * 3 >= this.#slots.length * 2) this.#grow();
		const slot = this.#slotOf(hash);
		if (this.#slots[slot] === hash + 1) return false;
		this.#slots[slot] = hash + 1;
		this.#size++;
		return true;
	}

	/** Its slot, or the free one where it would go; 0 marks a free slot, so hashes are kept plus one. */
	#slotOf(hash: number): number {
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		while (this.#slots[slot] !== 0 && this.#slots[slot] !== hash + 1) slot = (slot + 1) & mask;
		return slot;
	}

	#grow(): void {
		const old = this.#slots;
		this.#slots = new Float64Array(2 * old.length);
		for (const kept of old) if (kept !== 0) this.#slots[this.#slotOf(kept - 1)] = kept;
	}
}
