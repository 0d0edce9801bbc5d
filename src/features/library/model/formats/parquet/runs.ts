/**
 * Checks the run lengths of a page before hyparquet decodes them: it appends each run to a list
 * without a limit, so one wrong byte can fill the memory.
 */
import type { PageHeader, SchemaTree } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { InternalError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';

/** Writers pad the last group of bit-packed values. */
const mostPadding = 512;

/** Bits of the levels of a column: 0 if it has none. `path`: from the root to the column. */
export interface LevelBits {
	readonly repetition: number;
	readonly definition: number;
}

export const levelBits = (path: SchemaTree[]): LevelBits => ({
	repetition: countBits(path.length > 1 ? getMaxRepetitionLevel(path) : 0),
	definition: countBits(getMaxDefinitionLevel(path)),
});

const countBits = (level: number): number => 32 - Math.clz32(level);

/**
 * `before`: the levels of a page of version 2; in version 1 they begin `content`, which is
 * unpacked. Throws if a run is longer than the page's values.
 */
export function checkRuns(
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
