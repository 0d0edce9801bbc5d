/** Checks a row group before it is decoded: a damaged or hostile file must not fill the memory. */
import {
	parquetSchema,
	type ColumnMetaData,
	type FileMetaData,
	type PageHeader,
	type RowGroup,
	type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import {
	getMaxDefinitionLevel,
	getMaxRepetitionLevel,
	getPhysicalColumns,
	getSchemaPath,
} from 'hyparquet/src/schema.js';
import { crc32 } from '#engine/core/bytes.ts';
import { InternalError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import type { FileBytes } from '../format.ts';

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

/** Writers pad the last group of bit-packed values. */
const mostPadding = 512;

/** Bits of the levels of a column: 0 if it has none. `path`: from the root to the column. */
interface LevelBits {
	readonly repetition: number;
	readonly definition: number;
}

const levelBits = (path: SchemaTree[]): LevelBits => ({
	repetition: countBits(path.length > 1 ? getMaxRepetitionLevel(path) : 0),
	definition: countBits(getMaxDefinitionLevel(path)),
});

const countBits = (level: number): number => 32 - Math.clz32(level);

/**
 * Checks the run lengths of a page before hyparquet decodes them: it appends each run to a list
 * without a limit, so one wrong byte can fill the memory. `before`: the levels of a page of version
 * 2; in version 1 they begin `content`, which is unpacked. Throws if a run is longer than the
 * page's values.
 */
function checkRuns(
	page: NonNullable<PageHeader['data_page_header'] | PageHeader['data_page_header_v2']>,
	levels: LevelBits,
	before: Uint8Array | null,
	content: Uint8Array,
): void {
	const { num_values: count, encoding } = page;
	const values = new Runs(content);
	if (before && 'repetition_levels_byte_length' in page) {
		const runs = new Runs(before);
		runs.check(levels.repetition, count, page.repetition_levels_byte_length);
		runs.check(levels.definition, count, page.definition_levels_byte_length);
	} else
		for (const bits of [levels.repetition, levels.definition])
			if (bits > 0) values.check(bits, count, values.length());
	if (values.isAtEnd) return;
	if (encoding === 'RLE') values.check(1, count, values.length());
	else if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY')
		values.check(values.byte(), count);
}

class Runs {
	#offset = 0;
	readonly #view: DataView;

	constructor(page: Uint8Array) {
		this.#view = new DataView(page.buffer, page.byteOffset, page.byteLength);
	}

	get isAtEnd(): boolean {
		return this.#offset >= this.#view.byteLength;
	}

	byte(): number {
		return this.#view.getUint8(this.#offset++);
	}

	length(): number {
		this.#offset += 4;
		return this.#view.getUint32(this.#offset - 4, true);
	}

	/** Goes over runs of `bits` per value with `count` values in all. */
	check(bits: number, count: number, bytes = this.#view.byteLength - this.#offset): void {
		const end = this.#offset + bytes;
		let seen = 0;
		while (bits > 0 && seen < count && this.#offset < end) {
			const header = this.#varint();
			const values = Math.floor(header / 2) * (header % 2 === 1 ? 8 : 1);
			this.#offset += header % 2 === 1 ? (values * bits) / 8 : Math.ceil(bits / 8);
			seen += values;
			if (seen > count + mostPadding) throw new InternalError(sentence`a page has too many values`);
		}
		this.#offset = end;
	}

	#varint(): number {
		let value = 0;
		for (let factor = 1; factor < 2 ** 42; factor *= 128) {
			const byte = this.byte();
			value += (byte % 128) * factor;
			if (byte < 128) return value;
		}
		throw new InternalError(sentence`a page has a number that is too long`);
	}
}
