/** Reads the rows of a Parquet file, one row group at a time, as JSON. */
import {
	parquetMetadataAsync,
	parquetSchema,
	type AsyncBuffer,
	type FileMetaData,
	type RowGroup,
} from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { compressors } from 'hyparquet-compressors';
import { InputError, InternalError, isAbort, LabError, toMessage } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { maxRowBytes, rowTooLong, type FileBytes, type FileRow } from '../format.ts';
import { withTexts } from '../jsonRow.ts';
import { checkPages, groupSize, type GroupSize } from './pages.ts';
import { parsers, takeDecimals, toJson } from './values.ts';

/** 256 MiB of decoded bytes, and 16 million values. A row group is in memory as a whole. */
const mostGroupBytes = 2 ** 28;
const mostGroupValues = 2 ** 24;
/** 64 MiB. */
const mostFooterBytes = 2 ** 26;
/** Nulls alone make a page without bytes, on which the LZ4 of hyparquet-compressors fails. */
const unpackers: typeof compressors = {
	...compressors,
	LZ4_RAW: (page, bytes) => (bytes > 0 ? compressors.LZ4_RAW!(page, bytes) : new Uint8Array()),
};
const description = sentence`its description`;
/** Rows and characters of JSON in a batch. */
const batchRows = 256;
const batchCharacters = 2 ** 20;

/** `line` is the row's number. Throws InputError with the file's name and what to do. */
export async function* parquetRows(file: FileBytes): AsyncGenerator<readonly FileRow[]> {
	let part = description;
	try {
		await checkEnds(file);
		const metadata = await parquetMetadataAsync(openSource(file), { parsers, geoparquet: false });
		const toRow = rowWriter(metadata);
		const groups = metadata.row_groups;
		const nameGroup = (index: number) => sentence`row group ${index + 1} of ${groups.length}`;
		// All of them first: a file is refused before its first row.
		for (const [index, group] of groups.entries()) {
			part = nameGroup(index);
			checkSize(file, part, groupSize(metadata, group, file.size));
		}
		let line = 1;
		for (const [index, group] of groups.entries()) {
			part = nameGroup(index);
			await checkPages(file, metadata, group);
			const columns = await readColumns(file, metadata, group);
			yield* batches(line, Number(group.num_rows), columns, toRow);
			line += Number(group.num_rows);
			file.progress(Math.round((file.size * (index + 1)) / groups.length));
		}
	} catch (error) {
		if (error instanceof InputError || isAbort(error)) throw error;
		throw damaged(file.name, part, toFault(error), error);
	}
}

/** hyparquet throws plain errors of many kinds. */
function toFault(error: unknown): Message {
	if (error instanceof LabError) return error.statement;
	const [form] = /unsupported .*|.* not supported/.exec(toMessage(error)) ?? [];
	return form ? sentence`the lab does not read this (${form})` : sentence`its bytes are damaged`;
}

type ColumnValues = Awaited<ReturnType<typeof parquetReadColumn>>;

/** One column after the other: hyparquet leaves the errors of parallel ones unhandled. */
async function readColumns(
	file: FileBytes,
	metadata: FileMetaData,
	group: RowGroup,
): Promise<ColumnValues[]> {
	const columns: ColumnValues[] = [];
	for (const { element } of parquetSchema(metadata).children) {
		const values = await parquetReadColumn({
			file: openSource(file),
			metadata: { ...metadata, num_rows: group.num_rows, row_groups: [group] },
			columns: [element.name],
			compressors: unpackers,
			parsers,
			geoparquet: false,
		});
		if (values.length !== Number(group.num_rows))
			throw new InternalError(sentence`column ${element.name} has another number of rows`);
		columns.push(values);
	}
	return columns;
}

const openSource = (file: FileBytes): AsyncBuffer => ({
	byteLength: file.size,
	slice: async (start, end = file.size) => (await file.read(start, end)).buffer,
});

/** A file that was not downloaded whole has no magic number at its end. */
async function checkEnds(file: FileBytes): Promise<void> {
	const { name, size } = file;
	const end = await file.read(Math.max(0, size - 8), size);
	const magic = String.fromCharCode(...end.subarray(-4));
	if (size < 12 || magic !== 'PAR1')
		throw new InputError(
			sentence`${name}: the Parquet file is cut off: its end is missing. Download or write it
				again.`,
			{ file: name },
		);
	const length = new DataView(end.buffer, end.byteOffset).getUint32(0, true);
	if (length > Math.min(size - 12, mostFooterBytes))
		throw damaged(name, description, sentence`it is longer than the file or than 64 MB`);
}

/** Throws InputError if the row group is too large for memory. */
function checkSize({ name }: FileBytes, part: Message, { bytes, values }: GroupSize): void {
	if (bytes <= mostGroupBytes && values <= mostGroupValues) return;
	const size = `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;
	throw new InputError(
		sentence`${name}: ${part} has ${size} and ${values.toLocaleString('en')} values, and at most
			${mostGroupBytes / 2 ** 20} MB and ${mostGroupValues.toLocaleString('en')} values fit into
			memory. Write it with smaller row groups, in Python:
			pyarrow.parquet.write_table(table, file, row_group_size=10000).`,
		{ file: name, bytes, values },
	);
}

const damaged = (name: string, part: Message, what: Message, cause?: unknown): InputError =>
	new InputError(
		sentence`${name}: the Parquet file cannot be read in ${part}: ${what}. Download or
			write it again, or convert it to JSON lines.`,
		{ file: name },
		{ cause },
	);

type RowWriter = (line: number, values: readonly unknown[]) => FileRow;

/** Makes a row of a file from the values of its columns. */
function rowWriter(metadata: FileMetaData): RowWriter {
	const leaves = takeDecimals(metadata.schema);
	const columns = parquetSchema(metadata).children;
	return (line, values) => {
		const cells = columns.map(
			(column, i) => [column.element.name, toJson(values[i], column, leaves)] as const,
		);
		const value = withTexts(new Map(cells));
		const raw = JSON.stringify(value);
		return raw.length > maxRowBytes
			? { line, raw: new Blob([raw]), error: rowTooLong }
			: { line, raw, value };
	};
}

function* batches(
	line: number,
	rows: number,
	columns: readonly ColumnValues[],
	toRow: RowWriter,
): Generator<readonly FileRow[]> {
	let batch: FileRow[] = [];
	let characters = 0;
	for (let index = 0; index < rows; index++) {
		const row = toRow(
			line + index,
			columns.map((values) => values[index] as unknown),
		);
		batch.push(row);
		characters += typeof row.raw === 'string' ? row.raw.length : row.raw.size;
		if (batch.length < batchRows && characters < batchCharacters) continue;
		yield batch;
		batch = [];
		characters = 0;
	}
	if (batch.length > 0) yield batch;
}
