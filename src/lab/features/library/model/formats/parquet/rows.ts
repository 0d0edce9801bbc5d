/** Reads the rows of a Parquet file with hyparquet, one row group at a time, as JSON. */
import {
	parquetMetadataAsync,
	parquetRead,
	parquetSchema,
	type AsyncBuffer,
	type ColumnChunk,
	type FileMetaData,
	type RowGroup,
	type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError, InternalError, LabError, toMessage } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { maxRowBytes, rowTooLong, type FileBytes, type FileRow } from '../format.ts';
import { withTexts } from '../jsonRow.ts';
import { truncateCopy } from '../../RejectedRows.ts';
import { parsers, settleTypes, toJson } from './values.ts';

/** 256 MiB of decoded bytes, and 16 million values. A row group is in memory as a whole. */
const maxGroupBytes = 2 ** 28;
const maxGroupValues = 2 ** 24;
/** 8 MiB: reading a description takes about a second for 4 MB, in one call. */
const maxFooterBytes = 2 ** 23;
/** Nulls alone make a page without bytes, on which the LZ4 of hyparquet-compressors fails. */
const unpackers: typeof compressors = {
	...compressors,
	LZ4_RAW: (page, bytes) => (bytes > 0 ? compressors.LZ4_RAW!(page, bytes) : new Uint8Array()),
};
const description = say('its description');
/** Rows and characters of JSON in a batch. */
const batchRows = 256;
const batchCharacters = 2 ** 20;

/** `line` is the row's number. Throws InputError with the file's name and what to do. */
export async function* parquetRows(file: FileBytes): AsyncGenerator<readonly FileRow[]> {
	let part = description;
	try {
		await checkEnd(file);
		const metadata = await parquetMetadataAsync(openSource(file), { parsers, geoparquet: false });
		file.progress(0);
		const toRow = rowWriter(metadata);
		const groups = metadata.row_groups;
		const nameGroup = (index: number) =>
			say('row group {index} of {groups}', { index: index + 1, groups: groups.length });
		// All of them first: a file is refused before its first row.
		const paths = leafPaths(parquetSchema(metadata));
		for (const [index, group] of groups.entries()) checkGroup(file, nameGroup(index), group, paths);
		let line = 1;
		for (const [index, group] of groups.entries()) {
			part = nameGroup(index);
			const done = (share: number) =>
				file.progress(Math.round((file.size * (index + share)) / groups.length));
			const rows = await readGroup(file, metadata, group, done);
			done(1);
			yield* batches(line, rows, toRow);
			line += rows.length;
		}
	} catch (error) {
		throw error instanceof InputError ? error : damaged(file.name, part, error);
	}
}

type Row = readonly unknown[];

/** The values of each row. `onDone` receives the share of the columns that are read. */
async function readGroup(
	file: FileBytes,
	metadata: FileMetaData,
	group: RowGroup,
	onDone: (share: number) => void,
): Promise<readonly Row[]> {
	const missing = new Map(
		parquetSchema(metadata).children.map(({ element }) => [element.name, Number(group.num_rows)]),
	);
	const columns = missing.size;
	let values = 0;
	let rows: readonly Row[] = [];
	const source = openSource(file);
	await parquetRead({
		file: source,
		metadata: { ...metadata, num_rows: group.num_rows, row_groups: [group] },
		compressors: unpackers,
		parsers,
		geoparquet: false,
		utf8: false,
		onChunk({ columnName, columnData }) {
			missing.set(columnName, missing.get(columnName)! - columnData.length);
			values += columnData.length;
			onDone(values / (columns * Number(group.num_rows)));
		},
		onComplete: (read: readonly Row[]) => (rows = read),
	}).finally(source.end);
	for (const [name, count] of missing)
		if (count !== 0)
			throw new InternalError(say('column {name} has another number of rows', { name }));
	return rows;
}

/**
 * After `end` no read finishes: when hyparquet refuses a schema it leaves its columns alone, and
 * their errors would be nobody's. A damaged page can make it read for ever: the worker of the file
 * is ended then (worker/throwaway.ts).
 */
function openSource(file: FileBytes): AsyncBuffer & { readonly end: () => void } {
	let isOpen = true;
	return {
		byteLength: file.size,
		async slice(start, end = file.size) {
			const { buffer } = await file.read(start, end);
			return isOpen ? buffer : new Promise<never>(() => undefined);
		},
		end: () => (isOpen = false),
	};
}

/** A file that was not downloaded whole has no magic number at its end. */
async function checkEnd(file: FileBytes): Promise<void> {
	const { name, size } = file;
	const end = await file.read(Math.max(0, size - 8), size);
	if (size < 12 || String.fromCharCode(...end.subarray(-4)) !== 'PAR1')
		throw new InputError(
			say('{name}: the Parquet file is cut off: its end is missing. Download or write it again.', {
				name,
			}),
		);
	const length = new DataView(end.buffer, end.byteOffset).getUint32(0, true);
	if (length > Math.min(size - 12, maxFooterBytes))
		throw new InternalError(say('it is longer than the file or than 8 MB'));
}

const leafPaths = ({ path, children }: SchemaTree): string[] =>
	children.length === 0 ? [path.join('.')] : children.flatMap(leafPaths);
const pathOf = ({ meta_data: meta }: Pick<ColumnChunk, 'meta_data'>): string =>
	meta!.path_in_schema.join('.');

/**
 * Throws if the row group is too large for memory, or lacks a column. A column has a value for each
 * row. `paths`: those of the schema's columns.
 */
function checkGroup(
	{ name }: FileBytes,
	part: Message,
	{ columns, num_rows }: RowGroup,
	paths: readonly string[],
): void {
	// hyparquet forgets a column that is not in the schema, and its errors would be nobody's.
	if (String(columns.map(pathOf)) !== String(paths))
		throw new InternalError(say('its bytes are damaged'));
	let bytes = 0;
	let values = 0;
	for (const column of columns) {
		const { total_uncompressed_size, num_values } = column.meta_data!;
		bytes += Number(total_uncompressed_size);
		values += Number(num_values);
		if (num_rows >= 0 && num_values >= num_rows) continue;
		const at = { name: pathOf(column) };
		throw new InternalError(say('column {name} has another number of rows', at));
	}
	if (bytes <= maxGroupBytes && values <= maxGroupValues) return;
	const size = `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;
	const sizes = {
		size,
		values: values.toLocaleString('en'),
		mostGroupBytes: maxGroupBytes / 2 ** 20,
		mostGroupValues: maxGroupValues.toLocaleString('en'),
	};
	throw new InputError(
		say(
			'{name}: {part} has {size} and {values} values, and at most {mostGroupBytes} MB and {mostGroupValues} values fit into memory. Write it with smaller row groups, in Python: pyarrow.parquet.write_table(table, file, row_group_size=10000).',
			{ name, part, ...sizes },
		),
	);
}

/** hyparquet throws plain errors of many kinds. */
function toFault(error: unknown): Message {
	if (error instanceof LabError) return error.statement;
	// A damaged byte gives hyparquet a form without a name.
	const [form] = /unsupported (?!.*undefined).*|.* not supported/.exec(toMessage(error)) ?? [];
	return form ? say('the lab does not read this ({form})', { form }) : say('its bytes are damaged');
}

const damaged = (name: string, part: Message, cause: unknown): InputError =>
	new InputError(
		say(
			'{name}: the Parquet file cannot be read in {part}: {what}. Download or write it again, or convert it to JSON lines.',
			{ name, part, what: toFault(cause) },
		),
		{},
		{ cause },
	);

type RowWriter = (line: number, values: Row) => FileRow;

/** Makes a row of a file from the values of its columns. */
function rowWriter(metadata: FileMetaData): RowWriter {
	const leaves = settleTypes(metadata.schema);
	const columns = parquetSchema(metadata).children;
	return (line, values) => {
		const lost = new Set<string>();
		const cells = columns.map((column, i) => {
			const { name } = column.element;
			return [name, toJson(values[i], column, leaves, () => lost.add(name))] as const;
		});
		const value = withTexts(new Map(cells));
		const raw = JSON.stringify(value);
		return raw.length > maxRowBytes
			? { line, raw: truncateCopy(raw), error: rowTooLong }
			: { line, raw, value, ...(lost.size > 0 && { lost: [...lost] }) };
	};
}

function* batches(
	line: number,
	rows: readonly Row[],
	toRow: RowWriter,
): Generator<readonly FileRow[]> {
	let batch: FileRow[] = [];
	let characters = 0;
	for (const [index, values] of rows.entries()) {
		const row = toRow(line + index, values);
		batch.push(row);
		characters += row.raw.length;
		if (batch.length < batchRows && characters < batchCharacters) continue;
		yield batch;
		batch = [];
		characters = 0;
	}
	if (batch.length > 0) yield batch;
}
