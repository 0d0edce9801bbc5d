/** CSV and TSV, in chunks with Papa Parse. Line ends inside a quoted field become LF. */
import Papa from 'papaparse';
import type { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { freeName } from '#engine/core/text.ts';
import {
	extensionOf,
	lineError,
	maxRowBytes,
	rowTooLong,
	type DatasetFormat,
	type FileRow,
} from './format.ts';
import { lineBreaks, textLines, type TextLine } from './lines.ts';

/** The file is refused after this many lines with an unclosed quote. */
const maxUnclosed = 20;
const badQuotes = say(
	'A quote in this line does not fit. Write a quote inside a quoted field as two quotes, and close each field.',
);

/** Excel's first line, which names the delimiter: `sep=;` */
const separatorLine = /^"?sep=(.)"?\r?\n/i;

/**
 * A format with one of these delimiters, which the content decides. `confidence`: in a table whose
 * file has another extension.
 */
function delimitedFormat(
	names: Pick<DatasetFormat, 'id' | 'title' | 'extensions'>,
	delimiters: readonly string[],
	confidence: number,
): DatasetFormat {
	return {
		...names,
		detect(head, name) {
			const best = highest(delimiters.map((delimiter) => tableScore(head, delimiter)));
			if (names.extensions.includes(extensionOf(name))) return best > 0 ? 0.8 : 0.3;
			return best >= 0.9 ? confidence : 0;
		},
		async *read(file) {
			refuseTitle(file.name, file.head, delimiters);
			const table = new Table(file.name, detectDelimiter(file.head, delimiters));
			for await (const lines of textLines(file.chunks())) yield table.push(lines);
			yield table.end();
		},
	};
}

/** Comma-separated values, also with semicolons or bars. */
export const csv = delimitedFormat(
	{ id: 'csv', title: 'CSV', extensions: ['csv'] },
	[',', ';', '|'],
	0.55,
);
export const tsv = delimitedFormat(
	{ id: 'tsv', title: 'TSV', extensions: ['tsv', 'tab'] },
	['\t'],
	0.6,
);

/** The named one, or that of the best table; without a table, the first line's most frequent. */
function detectDelimiter(head: string, delimiters: readonly string[]): string {
	const firstLine = head.slice(0, head.indexOf('\n'));
	const scores = delimiters.map(
		(delimiter) => 1000 * tableScore(head, delimiter) + firstLine.split(delimiter).length / 1000,
	);
	return separatorLine.exec(head)?.[1] ?? delimiters[scores.indexOf(highest(scores))];
}

/** Most files of rows have two of these columns. */
const usualNames =
	'prompt completion question query answer response instruction input output text content ' +
	'messages conversations chosen rejected label category source target problem solution context choices';

/** Spreadsheets have a title above their header. Throws InputError that names the header's line. */
function refuseTitle(file: string, head: string, delimiters: readonly string[]): void {
	const text = head.replace(separatorLine, '');
	for (const delimiter of delimiters) {
		const { data } = Papa.parse<string[]>(text, { delimiter, preview: 10 });
		const rows = data.map((row) => row.map((field) => field.trim()).filter(Boolean));
		const widths = rows.map(({ length }) => length);
		const at = widths.findIndex((width) => width > 1 && width > widths[0]);
		const names = rows[at] ?? [];
		const usual = (row: readonly string[]) =>
			row.filter((name) => usualNames.split(' ').includes(name.toLowerCase())).length;
		const isUnderTitle = widths[0] === 1 && widths.slice(1, at).includes(0);
		if (at < 0 || usual(rows[0]) > 0 || !(usual(names) > 1 || isUnderTitle)) continue;
		if (new Set(names).size < names.length || !names.every(isColumnName)) continue;
		const above = at + lineBreaks(head) - lineBreaks(text);
		throw lineError(
			file,
			1 + above,
			say(
				'this line seems to be the header ({names}). Delete {above, plural, one {the line} other {the # lines}} above it.',
				{ names: names.join(', '), above },
			),
		);
	}
}

/** The share of rows with as many fields as the first row; 0 if `head` is not a table. */
function tableScore(head: string, delimiter: string): number {
	const { data, errors } = Papa.parse<string[]>(head.replace(separatorLine, ''), {
		delimiter,
		preview: 21,
		skipEmptyLines: true,
	});
	// The head may end inside a row.
	const rows = data.length > 20 ? data.slice(0, 20) : data.length > 2 ? data.slice(0, -1) : data;
	const [names, ...rest] = rows;
	if (!names || names.length < 2 || rest.length === 0 || !names.every(isColumnName)) return 0;
	// Only the first name may be empty (an index column). Lines of verse also end in a comma.
	if (names.slice(1).some((name) => name === '')) return 0;
	if (errors.length > rows.length / 2) return 0;
	return rest.filter((row) => row.length === names.length).length / rest.length;
}

/** Excludes prose: a name is short, begins with no space and does not end like a sentence. */
const isColumnName = (name: string) => name.length <= 64 && !/^\s|[.!?,;:]\s*$|\n/.test(name);

class Table {
	#names: readonly string[] | null = null;
	/** Lines that are not parsed yet, with their line breaks. */
	#text = '';
	#line = 1;
	/** Errors by line. */
	#badLines = new Map<number, Message>();
	/** An open row is parsed again only at this length: otherwise a long row needs quadratic time. */
	#parseAt = 0;
	#unclosed = 0;
	#rows: FileRow[] = [];

	constructor(
		readonly fileName: string,
		readonly delimiter: string,
	) {}

	push(lines: readonly TextLine[]): readonly FileRow[] {
		this.#rows = [];
		for (const { line, text, error } of lines) {
			if (error !== null) this.#badLines.set(line, error);
			// The start of a line that is too long is a row with one field: line numbers stay right.
			this.#text += `${error === rowTooLong ? text.replaceAll('"', '') : text}\n`;
		}
		if (this.#text.length >= this.#parseAt) this.#parse(false);
		return this.#rows;
	}

	end(): readonly FileRow[] {
		this.#rows = [];
		while (this.#text !== '') this.#parse(true);
		if (!this.#names)
			throw this.#error(
				say('no line with column names. Put the names of the columns in the first line.'),
			);
		return this.#rows;
	}

	/** Takes the complete rows. The remaining text begins with an open quote. */
	#parse(atEnd: boolean): void {
		let cursor = 0;
		Papa.parse<string[]>(this.#text, {
			delimiter: this.delimiter,
			newline: '\n',
			step: ({ data, errors, meta }, parser) => {
				// The last line break ends the last row, and is not one without fields.
				if (cursor === this.#text.length) return;
				if (errors.some(({ code }) => code === 'MissingQuotes')) return parser.abort();
				const raw = this.#text.slice(cursor, meta.cursor);
				const lineEnd = raw.indexOf('\n') + 1;
				if (errors.length === 0) this.#take(data, raw);
				else this.#reject(raw.slice(0, lineEnd), badQuotes);
				cursor += errors.length === 0 ? raw.length : lineEnd;
				// A bad quote may include the following lines, so parse again from the next line.
				if (cursor !== meta.cursor) parser.abort();
			},
		});
		const stuck = cursor === 0;
		this.#text = this.#text.slice(cursor);
		if (stuck && (atEnd || this.#text.length > maxRowBytes)) this.#giveUpLine();
		else this.#parseAt = stuck ? Math.min(2 * this.#text.length, maxRowBytes + 1) : 0;
	}

	#giveUpLine(): void {
		if (++this.#unclosed > maxUnclosed)
			throw this.#error(
				say('too many quotes are opened and not closed. Close them, or write each of them twice.'),
			);
		const lineEnd = this.#text.indexOf('\n') + 1;
		this.#reject(this.#text.slice(0, lineEnd), badQuotes);
		this.#text = this.#text.slice(lineEnd);
		this.#parseAt = 0;
	}

	#take(fields: readonly string[], raw: string): void {
		const { line, bad } = this.#advance(raw);
		const names = this.#names;
		if (bad === null && fields.every((field) => field.trim() === '')) {
			if (names || fields.length === 1) return;
			throw this.#error(
				say('the columns have no names. Put the names of the columns in this row, or remove it.'),
				line,
			);
		}
		if (!names) {
			if (line === 1 && separatorLine.test(raw)) return;
			if (bad !== null) throw this.#error(bad, line);
			this.#names = columnNames(fields);
			return;
		}
		const row = { line, raw: raw.replace(/\n$/, '') };
		const surplus = fields.slice(names.length).some((field) => field !== '');
		if (bad !== null) this.#rows.push({ ...row, error: bad });
		else if (surplus || fields.length < names.length) {
			const counts = { fields: fields.length, names: names.length };
			const error = surplus
				? say(
						'{fields, plural, one {# field} other {# fields}}, but the first row names {names, plural, one {# column} other {# columns}}. Quote fields that hold a delimiter.',
						counts,
					)
				: say(
						'{fields, plural, one {# field} other {# fields}}, but the first row names {names} columns. Quote a field with a line break, and write a missing field as an empty one.',
						counts,
					);
			this.#rows.push({ ...row, error });
		} else {
			const value = Object.fromEntries(names.map((name, i) => [name, fields[i]]));
			this.#rows.push({ ...row, value });
		}
	}

	#reject(raw: string, reason: Message): void {
		const { line, bad } = this.#advance(raw);
		this.#rows.push({ line, raw: raw.replace(/\n$/, ''), error: bad ?? reason });
	}

	/** Goes to the line after `raw`. Returns its line, and the first error in it. */
	#advance(raw: string): { line: number; bad: Message | null } {
		const line = this.#line;
		this.#line += lineBreaks(raw);
		let found: Message | null = null;
		for (const [bad, error] of this.#badLines) {
			if (bad >= this.#line) break;
			found ??= bad === line ? error : say('Line {line}: {error}', { line: bad, error });
			this.#badLines.delete(bad);
		}
		return { line, bad: found };
	}

	#error(what: Message, line = this.#line): InputError {
		return lineError(this.fileName, line, what);
	}
}

/** Makes the names distinct: an empty name becomes `column 3`, a repeated one gets a number. */
function columnNames(fields: readonly string[]): readonly string[] {
	const used = new Set<string>();
	return fields.map((field, i) => {
		const name = freeName(field.trim() || `column ${i + 1}`, (other) => used.has(other));
		used.add(name);
		return name;
	});
}
