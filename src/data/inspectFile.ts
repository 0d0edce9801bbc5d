/**
 * Inspects the head of a file: format, columns, recognised mapping and a preview of the first rows.
 */
import { InputError } from '#core/errors.ts';
import { detectFormat, openFile, type FileRow, type NamedBlob } from './formats.ts';
import type { Example } from './example.ts';
import type { Inspection, PreviewRow, RejectedRow, RowMapping } from './importing.ts';
import { rowReader } from './mapping.ts';
import { listColumns } from './paths.ts';
import { truncateCopy } from './rejectedRows.ts';
import { recogniseShape, RowError, rowShapes, toRow, type Row } from './shapes.ts';

const inspectedRows = 50;
const previewRows = 10;
/** 1 MiB. Reading stops here once there is a row. */
const inspectedBytes = 2 ** 20;

/**
 * `mapping`: used for the preview instead of the recognised one. Throws InputError if the format is
 * unknown or none of the first rows is readable.
 */
export async function inspectFile(file: NamedBlob, mapping?: RowMapping): Promise<Inspection> {
	let bytes = 0;
	const opened = openFile(file, { onBytes: (read) => (bytes = read) });
	const format = await detectFormat(opened);
	const rows: FileRow[] = [];
	for await (const batch of format.read(opened)) {
		for (const row of batch.slice(0, inspectedRows - rows.length)) rows.push(row);
		if (rows.length >= inspectedRows || (rows.length > 0 && bytes >= inspectedBytes)) break;
	}
	const good = rows.flatMap((row) => ('value' in row ? readRow(row) : []));
	if (good.length === 0) throw noReadableRow(file.name, rows);
	const shape = recogniseShape(good);
	const used = mapping ?? (shape ? ({ kind: 'shape', shape: shape.id } as const) : null);
	const usedShape = rowShapes.find(({ id }) => used?.kind === 'shape' && used.shape === id);
	return {
		format: format.id,
		bytes: file.size,
		columns: listColumns(good),
		mapping: used,
		shapeTitle: usedShape?.title ?? null,
		...preview(rows, used),
	};
}

function noReadableRow(name: string, rows: readonly FileRow[]): InputError {
	const [first] = rows;
	if (!first)
		return new InputError(`${name}: no rows. Choose a file with at least 2 rows.`, { file: name });
	const reason = 'error' in first ? first.error : 'It is not an object.';
	return new InputError(
		`${name}: none of the first ${rows.length} rows can be read. Line ${first.line}: ${reason} ` +
			'Mend the rows and choose the file again.',
		{ file: name, line: first.line },
	);
}

/** A list with the row, or an empty one if the value is no row. */
function readRow({ value }: Extract<FileRow, { value: unknown }>): readonly Row[] {
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
			for (const example of read(row.value)) shown.push(previewRow(row.line, example));
		} catch (error) {
			if (!(error instanceof RowError)) throw error;
			rejected.push({ line: row.line, reason: error.message, raw: truncateCopy(row.raw) });
		}
	return { preview: shown.slice(0, previewRows), rejected };
}

/** The last answer, and everything before it as the prompt. */
function previewRow(line: number, { messages }: Example): PreviewRow {
	const before = messages.slice(0, -1).map(({ content }) => content);
	return {
		line,
		prompt: truncateCopy(before.join('\n')),
		answer: truncateCopy(messages.at(-1)!.content),
	};
}
