/** Looks at the head of a file: its format, its columns, a mapping if one is recognised, the first rows through it. */
import { InputError } from '#core/errors.ts';
import { formatOf, openFile, type FileRow, type NamedBlob } from './formats.ts';
import type { Example } from './example.ts';
import type { Inspection, PreviewRow, RejectedRow, RowMapping } from './importing.ts';
import { rowReader } from './mapping.ts';
import { columnsOf } from './paths.ts';
import { shortened } from './rejectedRows.ts';
import { recogniseShape, RowError, rowShapes, toRow, type Row } from './shapes.ts';

/** Rows that are looked at; of these the first are shown. */
const inspectedRows = 50;
const previewRows = 10;
/** Bytes that are read for them, unless a single row is longer: 1 MiB. */
const inspectedBytes = 2 ** 20;

/** Throws InputError if the file is of no known format, or none of its first rows can be read. With a `mapping`, the preview is through that one. */
export async function inspectFile(file: NamedBlob, mapping?: RowMapping): Promise<Inspection> {
	let bytes = 0;
	const opened = openFile(file, { onBytes: (read) => (bytes = read) });
	const format = await formatOf(opened);
	const rows: FileRow[] = [];
	for await (const batch of format.read(opened)) {
		rows.push(...batch.slice(0, inspectedRows - rows.length));
		if (rows.length >= inspectedRows || (rows.length > 0 && bytes >= inspectedBytes)) break;
	}
	const good = rows.flatMap((row) => ('value' in row ? asRow(row) : []));
	if (good.length === 0) throw nothingToRead(file.name, rows);
	const shape = recogniseShape(good);
	const used = mapping ?? (shape ? ({ kind: 'shape', shape: shape.id } as const) : null);
	const usedShape = rowShapes.find(({ id }) => used?.kind === 'shape' && used.shape === id);
	return {
		format: format.id,
		bytes: file.size,
		columns: columnsOf(good),
		mapping: used,
		shapeTitle: usedShape?.title ?? null,
		...preview(rows, used),
	};
}

function nothingToRead(name: string, rows: readonly FileRow[]): InputError {
	const [first] = rows;
	if (!first)
		return new InputError(`${name}: no rows. Choose a file with at least 2 rows.`, { file: name });
	const reason = 'error' in first ? first.error : 'It is not an object.';
	return new InputError(
		`${name}: none of the first ${rows.length} rows can be read. Line ${first.line}: ${reason} Mend the rows and choose the file again.`,
		{ file: name, line: first.line },
	);
}

/** A list of one, or none if the value is no row. */
function asRow({ value }: Extract<FileRow, { value: unknown }>): readonly Row[] {
	try {
		return [toRow(value)];
	} catch {
		return [];
	}
}

function preview(
	rows: readonly FileRow[],
	mapping: RowMapping | null,
): { readonly preview: readonly PreviewRow[]; readonly rejected: readonly RejectedRow[] } {
	const read = mapping ? rowReader(mapping) : () => [];
	const shown: PreviewRow[] = [];
	const rejected: RejectedRow[] = [];
	for (const row of rows)
		try {
			if ('error' in row) throw new RowError(row.error);
			for (const example of read(row.value)) shown.push(previewOf(row.line, example));
		} catch (error) {
			if (!(error instanceof RowError)) throw error;
			rejected.push({ line: row.line, reason: error.message, raw: shortened(row.raw) });
		}
	return { preview: shown.slice(0, previewRows), rejected };
}

/** The last answer, and before it everything else. */
function previewOf(line: number, { messages }: Example): PreviewRow {
	const before = messages.slice(0, -1).map(({ content }) => content);
	return {
		line,
		prompt: shortened(before.join('\n')),
		answer: shortened(messages.at(-1)!.content),
	};
}
