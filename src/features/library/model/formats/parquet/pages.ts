/** Checks a row group before it is decoded: a damaged or hostile file must not fill the memory. */
import {
	parquetSchema,
	type ColumnMetaData,
	type FileMetaData,
	type PageHeader,
	type RowGroup,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getPhysicalColumns, getSchemaPath } from 'hyparquet/src/schema.js';
import { crc32 } from '#core/bytes.ts';
import { InternalError } from '#core/errors.ts';
import { sentence, type Message } from '#core/message.ts';
import type { FileBytes } from '../format.ts';
import { checkRuns, levelBits, type LevelBits } from './runs.ts';

/** The decoded size of a row group by the footer: bytes, and values of all columns. */
export interface GroupSize {
	readonly bytes: number;
	readonly values: number;
}

/** Throws if the footer contradicts itself. */
export function groupSize(
	metadata: FileMetaData,
	{ columns, num_rows }: RowGroup,
	fileSize: number,
): GroupSize {
	const metas = columns.map(({ meta_data }) => meta_data ?? fail(sentence`a column is missing`));
	const names = metas.map(({ path_in_schema: path }) => path.join('.'));
	if (names.join('\0') !== getPhysicalColumns(parquetSchema(metadata)).join('\0'))
		fail(sentence`the columns are not those of the schema`);
	for (const meta of metas) {
		const { start, end } = chunkRange(meta);
		if (!(start >= 4 && end > start && end <= fileSize)) fail(sentence`a column is cut off`);
		if (meta.num_values < num_rows) fail(sentence`a column has fewer values than rows`);
	}
	return {
		bytes: sum(metas.map((meta) => Number(meta.total_uncompressed_size))),
		values: sum(metas.map((meta) => Number(meta.num_values))),
	};
}

/** Throws if the pages have other sizes or numbers of values than the footer says. */
export async function checkPages(
	file: FileBytes,
	{ schema }: FileMetaData,
	{ columns }: RowGroup,
): Promise<void> {
	for (const { meta_data: meta } of columns) {
		if (!meta) continue;
		const { start, end } = chunkRange(meta);
		const levels = levelBits(getSchemaPath([...schema], meta.path_in_schema));
		checkChunk(await file.read(start, end), meta, levels);
	}
}

function checkChunk(bytes: Uint8Array<ArrayBuffer>, meta: ColumnMetaData, levels: LevelBits): void {
	const reader = {
		view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
		offset: 0,
	};
	let values = 0;
	let unpacked = 0;
	while (values < Number(meta.num_values)) {
		const header = parquetHeader(reader);
		values += valuesIn(header);
		unpacked += header.uncompressed_page_size;
		if (unpacked > mostUnpacked(meta)) fail(sentence`a column is longer than it says`);
		const next = reader.offset + header.compressed_page_size;
		if (next > bytes.length) fail(sentence`a page is cut off`);
		const content = bytes.subarray(reader.offset, next);
		if (header.crc !== undefined && crc32(content) !== header.crc >>> 0)
			fail(sentence`a page has a wrong checksum`);
		checkContent(header, content, meta, levels);
		reader.offset = next;
	}
	if (values !== Number(meta.num_values)) fail(sentence`a column has another number of values`);
}

/** Some writers count too little by a page. */
const mostUnpacked = (meta: ColumnMetaData): number =>
	2 * Number(meta.total_uncompressed_size) + 2 ** 20;

/** Unpacks the page and checks its runs. */
function checkContent(
	header: PageHeader,
	content: Uint8Array,
	{ codec }: ColumnMetaData,
	levels: LevelBits,
): void {
	const { data_page_header: v1, data_page_header_v2: v2, uncompressed_page_size: length } = header;
	const unpack = (bytes: Uint8Array, size: number) =>
		decompressPage(bytes, size, codec, compressors);
	if (v1) checkRuns(v1, levels, null, unpack(content, length));
	if (!v2) return;
	// Version 2 never compresses the levels, which come first.
	const before = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
	const rest = content.subarray(before);
	const values = v2.is_compressed === false ? rest : unpack(rest, length - before);
	checkRuns(v2, levels, content.subarray(0, before), values);
}

/** The number of values of a data page. hyparquet can run for ever if a field is missing. */
function valuesIn(page: PageHeader): number {
	const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: words } = page;
	const { compressed_page_size: stored, uncompressed_page_size: length } = page;
	const numbers = [stored, length];
	if (page.type === 'DATA_PAGE' && v1) numbers.push(v1.num_values);
	else if (page.type === 'DICTIONARY_PAGE' && words) numbers.push(words.num_values);
	else if (page.type === 'DATA_PAGE_V2' && v2) {
		const levels = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
		numbers.push(v2.definition_levels_byte_length, v2.repetition_levels_byte_length, v2.num_rows);
		numbers.push(v2.num_values, v2.num_nulls, v2.num_values - v2.num_nulls);
		numbers.push(stored - levels, length - levels);
	} else fail(sentence`a page is of no known type`);
	if (!numbers.every((number) => Number.isInteger(number) && number >= 0))
		fail(sentence`a page has no size or no number of values`);
	return (v1 ?? v2)?.num_values ?? 0;
}

/** Writers may leave out the offset of a dictionary, or write 0. */
function chunkRange(meta: ColumnMetaData): { readonly start: number; readonly end: number } {
	const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
	return { start, end: start + Number(meta.total_compressed_size) };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The caller adds the file's name and what to do. */
function fail(what: Message): never {
	throw new InternalError(what);
}
