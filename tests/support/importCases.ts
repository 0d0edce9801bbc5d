/** What an import makes of a small file, as text. */
import { englishText } from '#engine/core/message.ts';
import type { Example } from '#engine/data/example.ts';
import { gzipSync } from 'fflate';
import { namedFile, toBytes, toRows } from './chunkedFile.ts';
import { detectFormat, openFile, type FileRow } from '#lab/features/library/model/formats.ts';
import { inspectFile } from '#lab/features/library/model/inspectFile.ts';
import { mapRow, rowReader } from '#lab/features/library/model/mapping.ts';
import { FileFacts } from '#lab/features/library/model/shapes.ts';

/**
 * The shape with the columns beside it, how columns are read, an example or the reason against it
 * to a line, and what is not read. `60 × line` is the line 60 times.
 */
export async function readCase(name: string, content: string): Promise<string> {
	const many = /^(\d+) × (.*)$/gm;
	const repeated = (_: string, count: string, line: string) =>
		Array(Number(count)).fill(line).join('\n');
	const file = namedFile(name, content.replace(many, repeated));
	try {
		const { mapping, asks, decisions } = await inspectFile(file);
		if (mapping?.kind !== 'shape')
			return ['asks:', asks?.kind, asks?.column, asks?.values, asks?.texts?.join(' + ')]
				.join(' ')
				.trim();
		const opened = await openFile(file);
		const rows: FileRow[] = [];
		for await (const batch of detectFormat(opened).read(opened)) rows.push(...batch);
		const facts = new FileFacts();
		for (const row of rows) facts.add(row);
		const read = rowReader(mapping, facts);
		const mapped = rows.map((row) => mapRow(row, read));
		const unread = new Set(mapped.flatMap((row) => ('id' in row ? [] : row.unread)));
		return [
			[mapping.shape, ...(mapping.beside ?? [])].join(' + '),
			...decisions.map(({ kind, column }) => `${column}: ${kind}`),
			...repeats(
				mapped.flatMap((row) =>
					'id' in row ? `refused: ${englishText(row)}` : row.examples.map(shown),
				),
			),
			...(unread.size > 0 ? [`not read: ${[...unread].join(', ')}`] : []),
		].join('\n');
	} catch (error) {
		return `refused: ${(error as Error).message}`;
	}
}

/**
 * The format, and each row with its line. `␍` is a carriage return, `␦` a byte that no UTF-8 has.
 * The file has the same rows in a gzip archive.
 */
export async function readFormatCase(name: string, content: string): Promise<string> {
	const toByte = (c: string) => (c === '␦' ? [255] : [...toBytes(c === '␍' ? '\r' : c)]);
	const bytes = Uint8Array.from([...content].flatMap(toByte));
	const read = async (packed: Uint8Array) => {
		const opened = await openFile(namedFile(name, packed));
		const format = detectFormat(opened);
		const rows = await toRows(format, opened);
		return [
			format.id,
			...rows.map((row) => {
				const said = 'value' in row ? JSON.stringify(row.value) : englishText(row.error);
				return `${row.line}: ${said}`;
			}),
		].join('\n');
	};
	try {
		const text = await read(bytes);
		if ((await read(gzipSync(bytes))) !== text) return 'differs in a gzip archive';
		return text;
	} catch (error) {
		return `refused: ${(error as Error).message}`;
	}
}

/** Equal lines that follow each other are one: `60 × line`. */
function repeats(lines: readonly string[]): string[] {
	const runs = lines.reduce<[string, number][]>((found, line) => {
		if (found.at(-1)?.[0] === line) found.at(-1)[1]++;
		else found.push([line, 1]);
		return found;
	}, []);
	return runs.map(([line, count]) => (count > 1 ? `${count} × ${line}` : line));
}

/** `u:question | a:answer`. `a0`: without loss. Other fields are JSON. */
function shown({ messages, tools }: Example): string {
	const said = messages.map(({ role, content, weight, ...more }) => {
		const fields = Object.keys(more).length > 0 ? JSON.stringify(more) : '';
		return `${role[0]}${weight ?? ''}:${content.replaceAll('\n', ' / ')}${fields}`;
	});
	return said.join(' | ') + (tools ? ` with ${JSON.stringify(tools)}` : '');
}
