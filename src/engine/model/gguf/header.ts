/**
 * The header of a GGUF file (ggml's GGUF specification), all little endian:
 *
 *     "GGUF", version (u32: 2 or 3), number of tensors (u64), number of fields (u64)
 *     fields   name, type (u32), value; a text is its length (u64) and UTF-8; a list is the type of
 *              its values (u32), their number (u64) and the values
 *     tensors  name, number of dimensions (u32), dimensions (u64, columns first), type (u32), place
 *              of the first byte behind the header (u64)
 *
 * The numbers begin at the next multiple of `general.alignment` (32). The file is not trusted: each
 * number is checked before it is used. @huggingface/gguf reads addresses only, not a picked file.
 */
import { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote, truncate } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { blockBytes, blockTypes, type BlockType } from './blocks.ts';

export type GgufValue = number | boolean | string | readonly (number | boolean | string)[];
export interface GgufTensor {
	readonly type: BlockType;
	/** Rows first, as in Hugging Face's files. */
	readonly shape: readonly number[];
	/** Its first byte in the file. */
	readonly start: number;
	readonly byteLength: number;
}
export interface GgufHeader {
	/** The file's name, for errors. */
	readonly file: string;
	readonly fields: ReadonlyMap<string, GgufValue>;
	readonly tensors: ReadonlyMap<string, GgufTensor>;
}
/** The file's bytes from `from` to before `to`. */
export type ReadBytes = (from: number, to: number) => Promise<Uint8Array>;

export const wrongGguf = (file: string, field: string, what: Message) =>
	new InputError(
		say('{file}: “{field}” {what}. Download the file again, or choose another one.', {
			file,
			field: truncate(field, 80),
			what,
		}),
		{ file, field },
	);

/** A value other than those that the lab reads. */
export const ggufOnly = (value: unknown, expected: string): Message =>
	say('is {value}; the lab opens {expected}', { value: quote(value), expected });

export const ggufShape = ({ shape, type }: Pick<GgufTensor, 'shape' | 'type'>): Message =>
	say('has the shape {shape}, which does not fit its numbers of type {type} or the model', {
		shape: shape.join(' × '),
		type: type.name,
	});

/** Gemma's, the largest of the families here, has 12 MB. */
const maxHeaderBytes = 1e8;
const firstBytes = 16_000_000;
/** Gemma has 262,144 tokens and twice as many merges. */
const maxList = 2 ** 22;
/** A tensor has two dimensions at most in these families; the format allows four. */
const maxDimensions = 4;

/** `onProgress`: after each part. Throws InputError with the file and the field. */
export async function readGgufHeader(
	read: ReadBytes,
	fileBytes: number,
	file: string,
	onProgress: () => void = () => undefined,
): Promise<GgufHeader> {
	const limit = Math.min(fileBytes, maxHeaderBytes);
	for (let size = Math.min(firstBytes, limit); ; size = Math.min(4 * size, limit))
		try {
			return parse(new Cursor(await read(0, size), limit, file, onProgress), fileBytes);
		} catch (error) {
			if (!(error instanceof MoreBytes)) throw error;
		}
}

/** The header is longer than the bytes that were read. */
class MoreBytes extends Error {}

/** Values between two reports. */
const reportedValues = 1 << 14;

const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Cursor {
	at = 0;
	/** The field or tensor that the cursor reads. Errors name it. */
	field = 'header';
	readonly #view: DataView;

	constructor(
		private readonly bytes: Uint8Array,
		private readonly limit: number,
		readonly file: string,
		private readonly onProgress: () => void,
	) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	fail(what: Message): InputError {
		return wrongGguf(this.file, this.field, what);
	}

	/** The place of the next `length` bytes. */
	#next(length: number): number {
		const at = this.at;
		if (at + length > this.limit) throw this.fail(say('goes on behind the end of the file'));
		if (at + length > this.bytes.length) throw new MoreBytes();
		this.at += length;
		return at;
	}

	number(type: keyof typeof scalars): number {
		const { bytes, read } = scalars[type];
		return read(this.#view, this.#next(bytes));
	}

	/** A number of things that have at least `bytes` bytes each. */
	count(bytes: number): number {
		const count = this.number('u64');
		if (count * bytes > this.limit - this.at)
			throw this.fail(
				say('has {count, number} parts, too many for a model or this file', { count }),
			);
		return count;
	}

	text(): string {
		const length = this.count(1);
		const at = this.#next(length);
		try {
			return textDecoder.decode(this.bytes.subarray(at, at + length));
		} catch {
			throw this.fail(say('has bytes that are not UTF-8 text'));
		}
	}

	value(type: number, isInList = false): GgufValue {
		if (type === textType) return this.text();
		if (type === listType && !isInList) {
			const inner = this.number('u32');
			const { bytes } = scalarOf(inner) ?? { bytes: 8 };
			const count = this.count(bytes);
			if (count > maxList)
				throw this.fail(
					say('has {count, number} parts, too many for a model or this file', { count }),
				);
			const list: (number | boolean | string)[] = [];
			for (let i = 0; i < count; i++) {
				if (i % reportedValues === 0) this.onProgress();
				list.push(this.value(inner, true) as number);
			}
			return list;
		}
		const scalar = scalarOf(type);
		if (!scalar)
			throw this.fail(
				say('has a value of type {type, number}, which GGUF does not have', { type }),
			);
		const number = scalar.read(this.#view, this.#next(scalar.bytes));
		return type === flagType ? number !== 0 : number;
	}
}

const scalars = {
	u8: { bytes: 1, read: (view: DataView, at: number) => view.getUint8(at) },
	i8: { bytes: 1, read: (view: DataView, at: number) => view.getInt8(at) },
	u16: { bytes: 2, read: (view: DataView, at: number) => view.getUint16(at, true) },
	i16: { bytes: 2, read: (view: DataView, at: number) => view.getInt16(at, true) },
	u32: { bytes: 4, read: (view: DataView, at: number) => view.getUint32(at, true) },
	i32: { bytes: 4, read: (view: DataView, at: number) => view.getInt32(at, true) },
	f32: { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) },
	u64: { bytes: 8, read: (view: DataView, at: number) => Number(view.getBigUint64(at, true)) },
	i64: { bytes: 8, read: (view: DataView, at: number) => Number(view.getBigInt64(at, true)) },
	f64: { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) },
};
const [flagType, textType, listType] = [7, 8, 9];
/** By the number of the type in a file. */
const scalarTypes = 'u8 i8 u16 i16 u32 i32 f32 u8 - - u64 i64 f64'.split(' ');
const scalarOf = (type: number) => scalars[scalarTypes[type] as keyof typeof scalars] ?? null;

function parse(cursor: Cursor, fileBytes: number): GgufHeader {
	if (cursor.number('u32') !== 0x46554747)
		throw cursor.fail(say('does not begin with “GGUF”, so that the file is not a GGUF file'));
	cursor.field = 'version';
	const version = cursor.number('u32');
	if (version !== 2 && version !== 3)
		throw cursor.fail(
			say('is {version, number}; the lab reads GGUF versions 2 and 3, little endian', { version }),
		);
	cursor.field = 'number of tensors';
	const tensorCount = cursor.count(32);
	cursor.field = 'number of fields';
	const fieldCount = cursor.count(13);
	const fields = new Map<string, GgufValue>();
	for (let i = 0; i < fieldCount; i++) {
		cursor.field = `name of field ${i + 1}`;
		const name = cursor.text();
		cursor.field = name;
		if (fields.has(name)) throw cursor.fail(say('is in the file twice'));
		fields.set(name, cursor.value(cursor.number('u32')));
	}
	const found: (readonly [string, Omit<GgufTensor, 'byteLength'>])[] = [];
	for (let i = 0; i < tensorCount; i++) {
		cursor.field = `name of tensor ${i + 1}`;
		const name = cursor.text();
		cursor.field = name;
		const dimensions = cursor.number('u32');
		if (dimensions < 1 || dimensions > maxDimensions)
			throw cursor.fail(
				say('has {dimensions, number} dimensions instead of 1 to 4', { dimensions }),
			);
		const shape = Array.from({ length: dimensions }, () => cursor.number('u64')).reverse();
		const id = cursor.number('u32');
		const type = blockTypes.find((each) => each.id === id);
		if (!type)
			throw cursor.fail(
				say('has numbers of type {type}; the lab reads {known}', {
					type: typeNames[id] ?? String(id),
					known: blockTypes.map((each) => each.name).join(', '),
				}),
			);
		found.push([name, { type, shape, start: cursor.number('u64') }]);
	}
	cursor.field = 'general.alignment';
	const alignment = fields.get('general.alignment') ?? 32;
	if (typeof alignment !== 'number' || !/^1(0{3,16})$/.test(alignment.toString(2)))
		throw cursor.fail(say('is not a power of two from 8 to 65,536'));
	const base = Math.ceil(cursor.at / alignment) * alignment;
	return { file: cursor.file, fields, tensors: placed(found, { cursor, base, fileBytes }) };
}

/** Types that the lab does not read, for the error. */
const typeNames: readonly (string | undefined)[] = [
	...'F32 F16 Q4_0 Q4_1 - - Q5_0 Q5_1 Q8_0 Q8_1 Q2_K Q3_K Q4_K Q5_K Q6_K Q8_K'.split(' '),
	...'IQ2_XXS IQ2_XS IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ2_S IQ4_XS'.split(' '),
	...'I8 I16 I32 I64 F64 IQ1_M BF16 - - - TQ1_0 TQ2_0 - - - MXFP4 NVFP4 Q1_0'.split(' '),
];

function placed(
	found: readonly (readonly [string, Omit<GgufTensor, 'byteLength'>])[],
	{ cursor, base, fileBytes }: { cursor: Cursor; base: number; fileBytes: number },
): Map<string, GgufTensor> {
	const tensors = new Map<string, GgufTensor>();
	let end = base;
	for (const [name, { type, shape, start }] of [...found].sort(
		([, a], [, b]) => a.start - b.start,
	)) {
		cursor.field = name;
		if (tensors.has(name)) throw cursor.fail(say('is in the file twice'));
		const numbers = sizeOf(shape);
		if (!(numbers >= 1 && numbers <= 2 ** 40) || shape.at(-1)! % type.numbers !== 0)
			throw cursor.fail(ggufShape({ type, shape }));
		const byteLength = blockBytes(type, shape);
		if (!(base + start >= end && base + start + byteLength <= fileBytes))
			throw cursor.fail(
				say(
					'has its {byteLength, number} bytes at {start, number}, outside the file or in another tensor',
					{ start, byteLength },
				),
			);
		end = base + start + byteLength;
		tensors.set(name, { type, shape, start: base + start, byteLength });
	}
	return tensors;
}
