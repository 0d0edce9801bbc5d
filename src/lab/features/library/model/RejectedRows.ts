/** The rejected rows of an import: the first hundred for the page, and all of them as a file. */
import { englishText, type Message } from '#engine/core/message.ts';

/** More would slow the page down. */
const shownRows = 100;
const shownCharacters = 2000;
/** Characters that are buffered before they go into a Blob, which the browser may store on disk. */
const bufferCharacters = 2 ** 20;

export class RejectedRows {
	readonly shown: RejectedRow[] = [];
	count = 0;
	#blobs: Blob[] = [];
	#lines: string[] = [];
	#characters = 0;

	/** The file has the whole row, the list its first 2,000 characters. */
	add(line: number, reason: Message, raw: string): void {
		this.count++;
		if (this.shown.length < shownRows) this.shown.push(rejectedRow(line, reason, raw));
		const row = `${JSON.stringify({ line, reason: englishText(reason), raw })}\n`;
		this.#lines.push(row);
		this.#characters += row.length;
		if (this.#characters > bufferCharacters) this.#toBlob();
	}

	/** JSON lines {line, reason, raw}; null when there are none. */
	file(): Blob | null {
		if (this.count === 0) return null;
		this.#toBlob();
		return new Blob(this.#blobs, { type: 'application/jsonl' });
	}

	#toBlob(): void {
		this.#blobs.push(new Blob([this.#lines.join('')]));
		this.#lines = [];
		this.#characters = 0;
	}
}

export type RejectedRow = Readonly<ReturnType<typeof rejectedRow>>;

/** The row for the page, with its line from 1 and its first 2,000 characters. */
export const rejectedRow = (line: number, reason: Message, raw: string) => ({
	line,
	reason,
	raw: truncateCopy(raw),
});

/** The first 2,000 characters, as a copy: a substring can keep the whole original in memory. */
export const truncateCopy = (text: string): string =>
	structuredClone(text.slice(0, shownCharacters));
