/** The rejected rows of an import: the first thousand for the page, and all of them as a file. */
import type { RejectedRow } from './importing.ts';

const shownRows = 1000;
const shownCharacters = 2000;
/** Characters that are buffered before they go into a Blob, which the browser may store on disk. */
const bufferCharacters = 2 ** 20;

export class RejectedRows {
	readonly #shown: RejectedRow[] = [];
	#blobs: Blob[] = [];
	#lines: string[] = [];
	#characters = 0;
	#count = 0;

	/** The file has the whole row, the list its first 2,000 characters. */
	add(line: number, reason: string, raw: string): void {
		this.#count++;
		if (this.#shown.length < shownRows) this.#shown.push({ line, reason, raw: truncateCopy(raw) });
		const text = `${JSON.stringify({ line, reason, raw })}\n`;
		this.#lines.push(text);
		this.#characters += text.length;
		if (this.#characters > bufferCharacters) this.#toBlob();
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

/** Truncates a text. A copy, since a substring can keep the whole original in memory. */
export const truncateCopy = (text: string, characters = shownCharacters): string =>
	structuredClone(text.slice(0, characters));
