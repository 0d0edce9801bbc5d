/** Plain text: a row is a paragraph, or a line if the first MB has no blank line. */
import { say } from '#engine/core/message.ts';
import { extensionOf, type DatasetFormat, type FileRow, type ReadRow } from './format.ts';
import { isBlank, lineBreaks, textLines, type TextLine } from './lines.ts';

/** Maximum characters per piece. */
export const pieceLength = 400;
/** The text that is searched for a blank line: 1 MiB. */
const searchedLength = 2 ** 20;

export const text: DatasetFormat = {
	id: 'text',
	title: 'Plain text',
	extensions: ['txt', 'text', 'md', 'markdown'],
	// The fallback if no other format fits.
	detect: (_head, name) => (text.extensions.includes(extensionOf(name)) ? 0.5 : 0.1),
	async *read(file) {
		let undecided: readonly TextLine[] | null = [];
		let length = 0;
		let groups = new Groups(0);
		for await (let lines of textLines(file.chunks())) {
			if (undecided) {
				undecided = undecided.concat(lines);
				length += lines.reduce((sum, { text }) => sum + text.length, 0);
				const blank = hasParagraphs(undecided);
				if (!blank && length < searchedLength) continue;
				if (blank) groups = new Groups(100 * pieceLength);
				lines = undecided;
				undecided = null;
			}
			yield lines.flatMap((line) => groups.push(line));
		}
		yield [...(undecided ?? []).flatMap((line) => groups.push(line)), ...groups.end()];
	},
};

/** Whether a blank line separates two others. */
function hasParagraphs(lines: readonly TextLine[]): boolean {
	const first = lines.findIndex((line) => !isBlank(line));
	const blank = lines.findIndex((line, i) => i > first && isBlank(line));
	return first >= 0 && blank >= 0 && lines.slice(blank).some((line) => !isBlank(line));
}

/** Lines that are cut into pieces together: paragraphs, or each line alone. */
class Groups {
	#lines: TextLine[] = [];
	#length = 0;

	/** A very long paragraph is returned in parts of `most` characters, to bound memory. */
	constructor(readonly most: number) {}

	push(line: TextLine): readonly FileRow[] {
		if (isBlank(line)) return this.end();
		this.#lines.push(line);
		this.#length += line.text.length + 1;
		return this.#length > this.most ? this.end() : [];
	}

	end(): readonly FileRow[] {
		const lines = this.#lines;
		this.#lines = [];
		this.#length = 0;
		if (lines.length === 0) return [];
		const [{ line }] = lines;
		const raw = lines.map(({ text }) => text).join('\n');
		const bad = lines.find((textLine) => textLine.error !== null);
		if (!bad) return pieces(line, raw);
		const at = { line: bad.line, error: bad.error! };
		const error = bad.line === line ? at.error : say('Line {line}: {error}', at);
		return [{ line, raw, error }];
	}
}

/** Pieces of at most 400 characters, to fit a small model's context, each with its first line. */
export function pieces(firstLine: number, content: string): readonly ReadRow[] {
	const rows: ReadRow[] = [];
	let start = 0;
	let line = firstLine;
	while (start < content.length) {
		const end = pieceEnd(content, start);
		const piece = content.slice(start, end);
		const blankLines = /^\s*\n/.exec(piece)?.[0] ?? '';
		const raw = piece.slice(blankLines.length).trimEnd();
		if (raw !== '') rows.push({ line: line + lineBreaks(blankLines), raw, value: { text: raw } });
		line += lineBreaks(piece);
		start = end;
	}
	return rows;
}

/** Ends of lines, of sentences, of words. */
const boundaries = [/\n/g, /[.!?…]["'”’)]*\s|[。！？]/g, /\s/g];

/** The end of the last line that fits, or else of the last sentence or word, if it is not short. */
function pieceEnd(content: string, start: number): number {
	if (content.length - start <= pieceLength) return content.length;
	const part = content.slice(start, start + pieceLength);
	for (const boundary of boundaries) {
		const ends = [...part.matchAll(boundary)].map((found) => found.index + found[0].length);
		const last = ends.at(-1) ?? 0;
		if (last >= pieceLength / 4) return start + last;
	}
	const splitsPair = /[\uD800-\uDBFF]$/.test(part);
	return start + pieceLength - (splitsPair ? 1 : 0);
}
