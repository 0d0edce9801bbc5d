/** CSV and TSV with Papa Parse. */
import Papa from 'papaparse';
import { say, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { freeName } from '#engine/core/text.ts';
import { extensionOf, lineError, type DatasetFormat, type FileRow } from './format.ts';
import { lineBreaks, wholeText } from './lines.ts';

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
			const delimiter = detectDelimiter(file.head, delimiters);
			yield readTable(file.name, await wholeText(file), delimiter);
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

/** Line ends inside a quoted field are LF. Throws InputError with the line. */
function readTable(
	file: string,
	{ text, fault }: Awaited<ReturnType<typeof wholeText>>,
	delimiter: string,
): FileRow[] {
	const separator = separatorLine.exec(text)?.[0] ?? '';
	const rest = text.slice(separator.length).replace(/\n+$/, '');
	const rows: FileRow[] = [];
	let names: readonly string[] | null = null;
	let line = 1 + lineBreaks(separator);
	let unclosed = 0;
	const take = (fields: readonly string[], raw: string) => {
		const isBlank = fields.every((field) => field.trim() === '');
		const error = fault(raw) ?? (names && !isBlank ? countFault(fields, names.length) : null);
		if (!names && !(isBlank && fields.length === 1)) {
			if (isBlank) throw lineError(file, line, unnamed);
			if (error) throw lineError(file, line, error);
			names = columnNames(fields);
		} else if (error) rows.push({ line, raw, error });
		else if (names && !isBlank) {
			const value = Object.fromEntries(names.map((name, i) => [name, fields[i]]));
			rows.push({ line, raw, value });
		}
	};
	for (let at = 0; at < rest.length;) {
		const start = at;
		let [isBad, isOpen] = [false, false];
		Papa.parse<string[]>(rest.slice(start), {
			delimiter,
			newline: '\n',
			step({ data, errors, meta }, parser) {
				isBad = errors.length > 0;
				isOpen = errors.some(({ code }) => code === 'MissingQuotes');
				if (isBad) return parser.abort();
				const raw = rest.slice(at, start + meta.cursor);
				take(data, raw.replace(/\n$/, ''));
				line += lineBreaks(raw);
				at = start + meta.cursor;
			},
		});
		if (!isBad) break;
		// A bad quote may include the following lines, so reading goes on with the next line.
		if (isOpen && ++unclosed > maxUnclosed)
			throw lineError(
				file,
				line,
				say('too many quotes are opened and not closed. Close them, or write each of them twice.'),
			);
		const [raw] = rest.slice(at).split('\n', 1);
		rows.push({ line: line++, raw, error: badQuotes });
		at += raw.length + 1;
	}
	if (names) return rows;
	throw lineError(
		file,
		line,
		say('no line with column names. Put the names of the columns in the first line.'),
	);
}

const unnamed = say(
	'the columns have no names. Put the names of the columns in this row, or remove it.',
);

/** Why a row with these fields is none of the table. Empty fields at its end are ignored. */
function countFault(fields: readonly string[], names: number): Message | null {
	const counts = { fields: fields.length, names };
	if (fields.slice(names).some((field) => field !== ''))
		return say(
			'{fields, plural, one {# field} other {# fields}}, but the first row names {names, plural, one {# column} other {# columns}}. Quote fields that hold a delimiter.',
			counts,
		);
	return fields.length >= names
		? null
		: say(
				'{fields, plural, one {# field} other {# fields}}, but the first row names {names} columns. Quote a field with a line break, and write a missing field as an empty one.',
				counts,
			);
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
