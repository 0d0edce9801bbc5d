/** Apache Parquet, one row group at a time. Its reader is loaded when the first file is read. */
import type { AsyncBuffer, RowGroup, SchemaTree } from 'hyparquet';
import { InputError, InternalError, LabError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { decodeUtf8 } from './bytes.ts';
import {
	maxRowBytes,
	rowTooLong,
	type DatasetFormat,
	type FileBytes,
	type FileRow,
} from './format.ts';

/** 256 MiB of decoded bytes, and 16 million values. A row group is in memory as a whole. */
const maxGroupBytes = 2 ** 28;
const maxGroupValues = 2 ** 24;
/** 8 MiB: reading a description takes about a second for 4 MB, in one call. */
const maxFooterBytes = 2 ** 23;
const batchRows = 256;

/** `line` is the row's number. Throws InputError with the file's name and what to do. */
export const parquet: DatasetFormat = {
	id: 'parquet',
	title: 'Parquet',
	extensions: ['parquet'],
	signature: 'PAR1',
	detect: () => 0,
	async *read(file) {
		const { name, isPacked } = file;
		if (isPacked)
			throw new InputError(
				say('{name}: a Parquet file inside a gzip archive. Unpack it first.', { name }),
			);
		const { hyparquet, compressors } = await loadReader(name);
		let part = say('its description');
		try {
			await checkEnd(file);
			const options = { geoparquet: false, utf8: false, compressors };
			const metadata = await hyparquet.parquetMetadataAsync(openSource(file), options);
			const groups = metadata.row_groups;
			const nameGroup = (index: number) =>
				say('row group {index} of {groups}', { index: index + 1, groups: groups.length });
			// All of them first: a file is refused before its first row.
			const paths = leafPaths(hyparquet.parquetSchema(metadata));
			for (const [index, group] of groups.entries())
				checkGroup(file, nameGroup(index), group, paths);
			let line = 1;
			for (const [index, group] of groups.entries()) {
				part = nameGroup(index);
				const source = openSource(file);
				const single = { ...metadata, num_rows: group.num_rows, row_groups: [group] };
				const rows = await hyparquet
					.parquetReadObjects({ ...options, file: source, metadata: single })
					.finally(source.end);
				file.progress(Math.round((file.size * (index + 1)) / groups.length));
				for (let at = 0; at < rows.length; at += batchRows) {
					const batch = rows.slice(at, at + batchRows);
					yield batch.map((row, i) => toRow(line + at + i, row));
				}
				line += rows.length;
			}
		} catch (error) {
			throw error instanceof InputError ? error : damaged(name, part, error);
		}
	},
};

const damagedBytes = say('its bytes are damaged');

async function loadReader(name: string) {
	try {
		const load = [import('hyparquet'), import('hyparquet-compressors')] as const;
		const [hyparquet, { compressors }] = await Promise.all(load);
		// Nulls alone make a page without bytes, on which this LZ4 fails.
		const LZ4_RAW: typeof compressors.LZ4_RAW = (page, bytes) =>
			bytes > 0 ? compressors.LZ4_RAW!(page, bytes) : new Uint8Array();
		return { hyparquet, compressors: { ...compressors, LZ4_RAW } };
	} catch (cause) {
		throw new InputError(
			say(
				'{name}: the reader of Parquet files could not be loaded. Connect to the network and choose the file again.',
				{ name },
			),
			{},
			{ cause },
		);
	}
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

/** Throws if the row group is too large for memory, or lacks a column or values. */
function checkGroup(
	{ name }: FileBytes,
	part: Message,
	{ columns, num_rows }: RowGroup,
	paths: readonly string[],
): void {
	const metas = columns.map(({ meta_data }) => meta_data!);
	// hyparquet forgets a column that is not in the schema, and its errors would be nobody's.
	const isWhole = String(metas.map((meta) => meta.path_in_schema.join('.'))) === String(paths);
	if (!isWhole || num_rows < 0 || metas.some(({ num_values }) => num_values < num_rows))
		throw new InternalError(damagedBytes);
	const bytes = metas.reduce((sum, meta) => sum + Number(meta.total_uncompressed_size), 0);
	const values = metas.reduce((sum, meta) => sum + Number(meta.num_values), 0);
	if (bytes <= maxGroupBytes && values <= maxGroupValues) return;
	const sizes = {
		size: `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`,
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
const damaged = (name: string, part: Message, cause: unknown): InputError =>
	new InputError(
		say(
			'{name}: the Parquet file cannot be read in {part}: {what}. Download or write it again, or convert it to JSON lines.',
			{ name, part, what: cause instanceof LabError ? cause.statement : damagedBytes },
		),
		{},
		{ cause },
	);

function toRow(line: number, values: Record<string, unknown>): FileRow {
	const lost = Object.keys(values).filter((name) => holdsBytes(values[name]));
	const cells = Object.entries(values).map(([name, cell]) => [name, toJson(cell)] as const);
	const value = Object.fromEntries(cells);
	const raw = JSON.stringify(value);
	return raw.length > maxRowBytes
		? { line, raw: raw.slice(0, 2000), error: rowTooLong }
		: { line, raw, value, ...(lost.length > 0 && { lost }) };
}

/** Some writers do not say that bytes are text. */
const bytesText = (bytes: Uint8Array): string | null => {
	const { text, isValid } = decodeUtf8(bytes);
	return isValid ? text : null;
};
const holdsBytes = (value: unknown): boolean =>
	value instanceof Uint8Array
		? bytesText(value) === null
		: value !== null && typeof value === 'object' && Object.values(value).some(holdsBytes);

/**
 * Dates are texts as in ISO 8601. Whole numbers beyond a double's precision are texts. NaN,
 * infinities, and bytes that are not UTF-8 become null. All structs of a column have the members
 * of each: a null says that this one has no such member.
 */
function toJson(value: unknown): Json {
	if (value instanceof Uint8Array) return bytesText(value);
	if (value instanceof Date)
		return Number.isNaN(value.getTime()) ? null : value.toISOString().replace('T00:00:00.000Z', '');
	if (typeof value === 'bigint')
		return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
	// hyparquet computes a decimal of 1.15 as 1.1500000000000001.
	if (typeof value === 'number')
		return Number.isFinite(value) ? Number(value.toPrecision(15)) : null;
	if (typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value !== 'object' || value === null) return null;
	if (Array.isArray(value) || ArrayBuffer.isView(value))
		return Array.from(value as ArrayLike<unknown> & object, toJson);
	const members = Object.entries(value).map(([name, inner]) => [name, toJson(inner)] as const);
	return Object.fromEntries(members.filter(([, inner]) => inner !== null));
}
