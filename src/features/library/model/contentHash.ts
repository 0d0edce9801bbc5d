/** Short content hashes for duplicates and for the split. Fingerprints use SHA-256. */
import { toolText, type Example } from '#data/example.ts';

/** 53 bits: cyrb53 (bryc, public domain). A million different rows collide with p = 6e-5. */
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

/** The whole text of an example, as a hash key. */
export const exampleText = ({ messages, tools }: Example): string =>
	messages.map(({ role, content, weight }) => `${role}${weight ?? ''}\0${content}`).join('\0') +
	toolText({ messages, tools });

/** The messages before the first answer; for raw text the text itself. */
export function promptText({ messages }: Example): string {
	const answer = messages.findIndex(({ role }) => role === 'assistant');
	return exampleText({ messages: answer > 0 ? messages.slice(0, answer) : messages });
}

/** A set of 53-bit hashes in flat memory: 12 to 24 bytes each, without a Set's limit of 2^24. */
export class HashSet {
	#slots = new Float64Array(1024);
	#size = 0;

	/** Returns false if the hash was in the set. */
	add(hash: number): boolean {
		if (this.#size * 3 >= this.#slots.length * 2) this.#grow();
		const slot = this.#findSlot(hash);
		if (this.#slots[slot] === hash + 1) return false;
		this.#slots[slot] = hash + 1;
		this.#size++;
		return true;
	}

	/** The slot of a hash, or the free slot for it. 0 marks a free slot, so slots store hash + 1. */
	#findSlot(hash: number): number {
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		while (this.#slots[slot] !== 0 && this.#slots[slot] !== hash + 1) slot = (slot + 1) & mask;
		return slot;
	}

	#grow(): void {
		const old = this.#slots;
		this.#slots = new Float64Array(2 * old.length);
		for (const kept of old) if (kept !== 0) this.#slots[this.#findSlot(kept - 1)] = kept;
	}
}
