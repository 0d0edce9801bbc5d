/** Splits rows into parts in one pass, by a hash of prompt and seed. Order does not matter. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { toolText, type Example } from '#engine/data/example.ts';
import type { Part } from '#engine/data/skill.ts';

export const maxHeldOut = 500;
export const maxValidation = 64;

/** The rows to hold out of a small file, on average: 20, at most a third, at least a tenth. */
const heldOutRows = 20;

/** A whole percentage, as the form shows it. */
export const smallFileShare = (rows: number): number =>
	Math.round(100 * Math.min(1 / 3, Math.max(0.1, heldOutRows / rows))) / 100;

/** A Set has no room for more. */
const maxRows = 2 ** 24;

/** A prompt with more answers goes to training, since it would fill a small part alone. */
const maxAnswers = 8;

/**
 * Each prompt has a rank in [0, 1). The held-out part takes the lowest ranks below `heldOutShare`,
 * at most 500. Validation takes the lowest of the others below 1.5 × the share, at most 64. The
 * rest is for training. Each small part keeps at least the lowest rank that it receives, so a file
 * of three rows has all three parts. A prompt in a small part keeps one row. Its rows with other
 * answers are the overlap and are left out.
 */
export class Splitter {
	readonly #seed: number;
	readonly #heldOut: SmallPart;
	readonly #validation: SmallPart;
	readonly #seen = new Set<number>();
	#train = 0;
	#duplicates = 0;
	#overlap = 0;

	constructor({ heldOutShare, seed }: { readonly heldOutShare: number; readonly seed: number }) {
		this.#seed = seed;
		this.#heldOut = new SmallPart(heldOutShare, maxHeldOut);
		this.#validation = new SmallPart(1.5 * heldOutShare, maxValidation);
	}

	/** Returns the rows that are now certain to be training rows. Throws InputError for too many. */
	add(example: Example): readonly Example[] {
		const hash = hash53(exampleText(example));
		if (this.#seen.has(hash)) {
			this.#duplicates++;
			return [];
		}
		if (this.#seen.size === maxRows)
			throw new InputError(
				say('More than {max} different rows. Split the file.', { max: maxRows }),
			);
		this.#seen.add(hash);
		const rank = hash53(promptText(example), this.#seed) / 2 ** 53;
		const train = this.#heldOut
			.add({ rank, example })
			.flatMap((left) => this.#validation.add(left))
			.map((left) => left.example);
		this.#train += train.length;
		return train;
	}

	/** Returns the small parts and the last training rows. Two prompts give one of each. */
	end() {
		const heldOut = this.#heldOut.prompts();
		const validation = this.#validation.prompts();
		const train: Example[][] = [];
		if (this.#train === 0) {
			if (validation.length > 0) train.push(validation.pop()!);
			else if (heldOut.length > 1) train.push(heldOut.pop()!);
		}
		const keepOne = (rows: readonly Example[]) => {
			this.#overlap += rows.length - 1;
			return rows.reduce((a, b) => (hash53(exampleText(b)) < hash53(exampleText(a)) ? b : a));
		};
		const placed = (part: Part, examples: readonly Example[]) =>
			examples.map((example) => ({ part, example }));
		return [
			...placed('train', train.flat()),
			...placed('validation', validation.map(keepOne)),
			...placed('heldOut', heldOut.map(keepOne)),
		];
	}

	/** Complete after end(). `overlap`: rows whose prompt a held-out or validation row has. */
	get counts() {
		return { duplicates: this.#duplicates, overlap: this.#overlap };
	}
}

interface Ranked {
	/** Equal prompts have equal ranks. */
	readonly rank: number;
	readonly example: Example;
}

/** Keeps the prompts with the lowest ranks, each with all its rows. Returns the other rows. */
class SmallPart {
	readonly #prompts = new Map<number, Example[]>();
	/** Ranks of prompts with too many answers. */
	readonly #passed = new Set<number>();
	/** Ranks from this one on are refused: the share, or the lowest rank that did not fit. */
	#limit: number;
	/** The lowest rank so far. A lower one is always kept: none of its rows was refused before. */
	#lowest = Infinity;

	constructor(
		share: number,
		readonly capacity: number,
	) {
		this.#limit = share;
	}

	/** Returns the rows that are not for this part: this one, or those that it replaces. */
	add(row: Ranked): readonly Ranked[] {
		const { rank } = row;
		if (this.#passed.has(rank)) return [row];
		const rows = this.#prompts.get(rank);
		const isLowest = rank < this.#lowest;
		if (isLowest) this.#lowest = rank;
		if (!rows && rank >= this.#limit && !isLowest) return [row];
		// A copy, since a substring can keep the whole original text in memory.
		const example = structuredClone(row.example);
		if (rows) rows.push(example);
		else this.#prompts.set(rank, [example]);
		if (rows && rows.length > maxAnswers) {
			this.#passed.add(rank);
			return this.#remove(rank);
		}
		const last = this.#prompts.size > 1 ? highest(this.#prompts.keys()) : rank;
		if (this.#prompts.size <= 1 || (last < this.#limit && this.#prompts.size <= this.capacity))
			return [];
		this.#limit = Math.min(this.#limit, last);
		return this.#remove(last);
	}

	/** The rows of each prompt, by rising rank. */
	prompts(): Example[][] {
		return [...this.#prompts].sort(([a], [b]) => a - b).map(([, rows]) => rows);
	}

	#remove(rank: number): readonly Ranked[] {
		const rows = this.#prompts.get(rank)!;
		this.#prompts.delete(rank);
		return rows.map((example) => ({ rank, example }));
	}
}

/**
 * Content hash for duplicates and for the split: 53 bits, cyrb53 (bryc, public domain). A million
 * different rows collide with p = 6e-5.
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

/** The whole text of an example, as a hash key. */
export const exampleText = ({ messages, tools }: Example): string =>
	messages.map(({ role, content, weight }) => `${role}${weight ?? ''}\0${content}`).join('\0') +
	toolText({ messages, tools });

/** The tools and the messages before the last answer; for raw text the text itself. */
export function promptText(example: Example): string {
	const { messages } = example;
	const answer = messages.findLastIndex(({ role }) => role === 'assistant');
	return exampleText({ ...example, messages: answer > 0 ? messages.slice(0, answer) : messages });
}
