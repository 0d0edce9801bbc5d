/** Plain text: a row is a paragraph, or a line if no blank line separates two others. */
import { extensionOf, type DatasetFormat, type FileRow } from './format.ts';
import { lineBreaks, wholeText } from './lines.ts';

/** Maximum characters per piece, to fit a small model's context. */
const pieceLength = 400;

export const text: DatasetFormat = {
	id: 'text',
	title: 'Plain text',
	extensions: ['txt', 'text', 'md', 'markdown'],
	// The fallback if no other format fits.
	detect: (_head, name) => (text.extensions.includes(extensionOf(name)) ? 0.5 : 0.1),
	async *read(file) {
		const { text: content, fault } = await wholeText(file);
		const hasParagraphs = /\S[^\n]*\n[^\S\n]*\n\s*\S/.test(content);
		const groups = content.split(hasParagraphs ? /(\n(?:[^\S\n]*\n)+)/ : /(\n)/);
		const rows: FileRow[] = [];
		let line = 1;
		for (const group of groups) {
			const raw = group.trim();
			const error = raw === '' ? null : fault(raw);
			const begins = line + lineBreaks(/^\s*/.exec(group)![0]);
			if (error) rows.push({ line: begins, raw, error });
			else for (const piece of pieces(line, group)) rows.push(piece);
			line += lineBreaks(group);
		}
		yield rows;
	},
};

/** Each piece with its first line. */
function pieces(firstLine: number, content: string): readonly FileRow[] {
	const rows: FileRow[] = [];
	let line = firstLine;
	for (let start = 0; start < content.length;) {
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
