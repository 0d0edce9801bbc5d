/** The rejected rows of an import: the first thousand for the page, and all of them as a file. */
import { englishText, type Message } from '#engine/core/message.ts';

const shownRows = 1000;
const shownCharacters = 2000;
/** Characters that are buffered before they go into a Blob, which the browser may store on disk. */
const bufferCharacters = 2 ** 20;

export class RejectedRows {
	/** The first thousand rejected rows. */
	readonly shown: RejectedRow[] = [];
	count = 0;
	#blobs: Blob[] = [];
	#lines: string[] = [];
	#characters = 0;

	/** The file has the whole row, the list its first 2,000 characters. */
	async add(line: number, reason: Message, raw: string | Blob): Promise<void> {
		this.count++;
		if (this.shown.length < shownRows) this.shown.push(await rejectedRow(line, reason, raw));
		const words = englishText(reason);
		if (typeof raw === 'string') this.#write(`${JSON.stringify({ line, reason: words, raw })}\n`);
		else {
			this.#write(JSON.stringify({ line, reason: words, raw: '' }).slice(0, -2));
			for await (const part of textParts(raw)) this.#write(JSON.stringify(part).slice(1, -1));
			this.#write('"}\n');
		}
	}

	/** JSON lines {line, reason, raw}; null when there are none. */
	file(): Blob | null {
		if (this.count === 0) return null;
		this.#toBlob();
		return new Blob(this.#blobs, { type: 'application/jsonl' });
	}

	#write(text: string): void {
		this.#lines.push(text);
		this.#characters += text.length;
		if (this.#characters > bufferCharacters) this.#toBlob();
	}

	#toBlob(): void {
		this.#blobs.push(new Blob([this.#lines.join('')]));
		this.#lines = [];
		this.#characters = 0;
	}
}

export type RejectedRow = Readonly<Awaited<ReturnType<typeof rejectedRow>>>;

/** The row for the page, with its line from 1 and its first 2,000 characters. */
export const rejectedRow = async (line: number, reason: Message, raw: string | Blob) => ({
	line,
	reason,
	raw: truncateCopy(typeof raw === 'string' ? raw : await raw.slice(0, 4 * shownCharacters).text()),
});

/** Parts of a text of any length. */
async function* textParts(blob: Blob): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	for (let start = 0; start < blob.size; start += bufferCharacters) {
		const bytes = await blob.slice(start, start + bufferCharacters).arrayBuffer();
		yield decoder.decode(bytes, { stream: true });
	}
	yield decoder.decode();
}

/** Truncates a text. A copy, since a substring can keep the whole original in memory. */
export const truncateCopy = (text: string, characters = shownCharacters): string =>
	structuredClone(text.slice(0, characters));
