/**
 * Splits rows into training, validation and held-out part in one pass, by a hash of the prompt and the seed: equal
 * prompts always fall in the same part, and neither the order of the rows nor the way they arrive changes it.
 */
import { exampleText, hash53, HashSet, promptText } from './contentHash.ts';
import type { Example } from './example.ts';
import type { Part } from './skill.ts';

export const maxHeldOut = 500;
export const maxValidation = 64;

/** A prompt with more answers than this is for training: it would crowd the others out of a small part. */
const maxAnswers = 8;

export interface PlacedExample {
	readonly part: Part;
	readonly example: Example;
}

export interface SplitCounts {
	readonly duplicates: number;
	readonly overlap: number;
}

/**
 * Each prompt has a rank in [0, 1). The held-out part is the lowest ranks below `heldOutShare`, at most 500;
 * validation is the lowest of the others below 1.5 × the share, at most 64; the rest trains. Each small part keeps
 * at least the lowest rank that it meets, so that a file of three rows has all three parts. Of a prompt in a small
 * part one row stays; its rows with other answers are the overlap and are left out.
 */
export class Splitter {
	readonly #seed: number;
	readonly #heldOut: SmallPart;
	readonly #validation: SmallPart;
	readonly #seen = new HashSet();
	#train = 0;
	#duplicates = 0;
	#overlap = 0;

	constructor({ heldOutShare, seed }: { readonly heldOutShare: number; readonly seed: number }) {
		this.#seed = seed;
		this.#heldOut = new SmallPart(heldOutShare, maxHeldOut);
		this.#validation = new SmallPart(1.5 * heldOutShare, maxValidation);
	}

	/** The rows that are now known to train; those of the small parts may still change until end(). */
	add(example: Example): readonly Example[] {
		if (!this.#seen.add(hash53(exampleText(example)))) {
			this.#duplicates++;
			return [];
		}
		const rank = hash53(promptText(example), this.#seed) / 2 ** 53;
		const train = this.#heldOut
			.add({ rank, example })
			.flatMap((left) => this.#validation.add(left))
			.map((left) => left.example);
		this.#train += train.length;
		return train;
	}

	/** The small parts, and the last training rows. Of two prompts or more, one trains and one is held out. */
	end(): readonly PlacedExample[] {
		const heldOut = this.#heldOut.prompts();
		const validation = this.#validation.prompts();
		const train: Example[][] = [];
		if (this.#train === 0) {
			if (validation.length > 0) train.push(validation.pop()!);
			else if (heldOut.length > 1) train.push(heldOut.pop()!);
		}
		const one = (rows: readonly Example[]) => {
			this.#overlap += rows.length - 1;
			return rows.reduce((a, b) => (hash53(exampleText(b)) < hash53(exampleText(a)) ? b : a));
		};
		const placed = (part: Part, examples: readonly Example[]) =>
			examples.map((example) => ({ part, example }));
		return [
			...placed('train', train.flat()),
			...placed('validation', validation.map(one)),
			...placed('heldOut', heldOut.map(one)),
		];
	}

	/** Complete after end(). */
	get counts(): SplitCounts {
		return { duplicates: this.#duplicates, overlap: this.#overlap };
	}
}

interface Ranked {
	/** It stands for the prompt: equal prompts, equal ranks. */
	readonly rank: number;
	readonly example: Example;
}

/** The prompts of the lowest ranks, each with all its rows; what is not for it is handed on. */
class SmallPart {
	readonly #kept = new Map<number, Example[]>();
	/** Prompts that were handed on for their many answers. */
	readonly #passed = new Set<number>();
	/** Ranks from here on stay out: the share, or the lowest that there was no room for. */
	#limit: number;
	/** The lowest rank ever met. A lower one comes in whatever the limit: none of its rows has gone by. */
	#lowest = Infinity;

	constructor(
		share: number,
		readonly capacity: number,
	) {
		this.#limit = share;
	}

	/** The rows that are not for this part: this one, or those that it drives out. */
	add(row: Ranked): readonly Ranked[] {
		const { rank } = row;
		if (this.#passed.has(rank)) return [row];
		const rows = this.#kept.get(rank);
		const lowest = rank < this.#lowest;
		if (lowest) this.#lowest = rank;
		if (!rows && rank >= this.#limit && !lowest) return [row];
		// A copy: a text cut out of a larger one keeps the whole of that in memory.
		const example = structuredClone(row.example);
		if (rows) rows.push(example);
		else this.#kept.set(rank, [example]);
		if (rows && rows.length > maxAnswers) {
			this.#passed.add(rank);
			return this.#handOn(rank);
		}
		const highest = this.#kept.size > 1 ? Math.max(...this.#kept.keys()) : rank;
		if (this.#kept.size <= 1 || (highest < this.#limit && this.#kept.size <= this.capacity))
			return [];
		this.#limit = Math.min(this.#limit, highest);
		return this.#handOn(highest);
	}

	/** By rising rank. */
	prompts(): Example[][] {
		return [...this.#kept].sort(([a], [b]) => a - b).map(([, rows]) => rows);
	}

	#handOn(rank: number): readonly Ranked[] {
		const rows = this.#kept.get(rank)!;
		this.#kept.delete(rank);
		return rows.map((example) => ({ rank, example }));
	}
}
