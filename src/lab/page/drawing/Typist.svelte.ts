/** Types one answer of the drawing after the other, letter by letter, before the first step. */

/** Milliseconds between two letters, and the letters for which a whole answer stands. */
export const perLetter = 70;
const rest = 40;

export class Typist {
	/** The row whose answer is typed. */
	row = $state(0);
	/** Its letters so far, and the time for which it stands, in letters. */
	#letters = $state(0);

	/** The letters of a row that are seen. */
	lettersOf(row: number): number {
		return row === this.row ? this.#letters : 0;
	}
	/** `lengths`: letters of each row's answer; 0: it has none. */
	next(lengths: readonly number[]): void {
		const length = lengths[this.row] ?? 0;
		if (length > 0 && this.#letters < length + rest) {
			this.#letters++;
			return;
		}
		const order = lengths.map((_, i) => (this.row + 1 + i) % lengths.length);
		this.row = order.find((row) => lengths[row] > 0) ?? 0;
		this.#letters = 0;
	}
	/** Without motion, the first answer stands. */
	stand(): void {
		this.row = 0;
		this.#letters = Infinity;
	}
}
