/** The rows that an import could not use: the first thousand for the page, all of them as a file. */
import type { RejectedRow } from './importing.ts';

const shownRows = 1000;
const shownCharacters = 2000;
/** Characters of JSON lines that are gathered before they go into the Blob, where the browser may put them on disk. */
const pieceCharacters = 2 ** 20;

export class RejectedRows {
	readonly #shown: RejectedRow[] = [];
	#blobs: Blob[] = [];
	#lines: string[] = [];
	#characters = 0;
	#count = 0;

	/** In the file the row is whole; in the list it is cut at 2,000 characters. */
	add(line: number, reason: string, raw: string): void {
		this.#count++;
		if (this.#shown.length < shownRows) this.#shown.push({ line, reason, raw: shortened(raw) });
		const text = `${JSON.stringify({ line, reason, raw })}\n`;
		this.#lines.push(text);
		this.#characters += text.length;
		if (this.#characters > pieceCharacters) this.#toBlob();
	}

	get count(): number {
		return this.#count;
	}
	get shown(): readonly RejectedRow[] {
		return this.#shown;
	}

	/** JSON lines {line, reason, raw}; null when there are none. */
	file(): Blob | null {
		if (this.#count === 0) return null;
		this.#toBlob();
		return new Blob(this.#blobs, { type: 'application/jsonl' });
	}

	#toBlob(): void {
		this.#blobs.push(new Blob([this.#lines.join('')]));
		this.#lines = [];
		this.#characters = 0;
	}
}

/** A copy: a cut-out text keeps the whole one in memory. */
export const shortened = (text: string, characters = shownCharacters): string =>
	structuredClone(text.slice(0, characters));
