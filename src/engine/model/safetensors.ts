/** The safetensors format: header length (8 bytes, little endian), JSON header, tensors. */
import * as v from 'valibot';
import { ByteReader, joinBytes } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { isObject, parseJson } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { bf16 } from '#engine/gpu/bf16.ts';
import { fromHalves } from '#engine/gpu/half.ts';

/** A tensor in a header, before its bytes are read. */
export interface TensorForm {
	/** The file that has it, for errors. */
	readonly file: string;
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly byteLength: number;
}
/** `start`: its first byte in the file. */
export interface TensorEntry extends TensorForm {
	readonly start: number;
}
export interface StoredTensor extends TensorForm {
	readonly bytes: Uint8Array;
}

const tensorEntry = v.object({
	dtype: v.string(),
	shape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
	data_offsets: v.pipe(v.array(v.unknown()), v.length(2)),
});

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** As in the reference implementation. */
const maxHeaderBytes = 100_000_000;
/** Bytes for the header's length. */
export const lengthBytes = 8;

/** Bits of each number. The header of any other type is not compared with its bytes. */
const bitsOfType = new Map([
	...['F64', 'I64', 'U64', 'C64'].map((type) => [type, 64] as const),
	...['F32', 'I32', 'U32'].map((type) => [type, 32] as const),
	...['F16', 'BF16', 'I16', 'U16'].map((type) => [type, 16] as const),
	...['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2'].map((type) => [type, 8] as const),
]);

const broken = (file: string, what: Message) =>
	new InputError(
		say(
			'{file}: {what}. It is incomplete or not a safetensors file: download or export it again.',
			{ file, what },
		),
		{ file },
	);

/**
 * The bytes of a file before its tensors. `head`: its first bytes, 8 at least unless it is
 * shorter. Throws InputError with the file and the defect.
 */
export function headBytes(head: Uint8Array, fileBytes: number, file: string): number {
	if (fileBytes < lengthBytes) throw broken(file, say('it has fewer than 8 bytes'));
	const length = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true));
	if (length > fileBytes - lengthBytes) throw noHeader(head, file);
	if (length > maxHeaderBytes)
		throw broken(file, say('its header has {length} bytes; at most 100 MB are read', { length }));
	return lengthBytes + length;
}

/** Says what a file is if its first bytes are not the length of a header. */
function noHeader(head: Uint8Array, file: string): InputError {
	const start = String.fromCharCode(...head.subarray(0, lengthBytes));
	if (start === 'version ')
		return new InputError(
			say(
				'{file} is a Git LFS pointer, not the weights. Run “git lfs pull” in the folder, or download the file itself.',
				{ file },
			),
			{ file },
		);
	const isPickle = head[0] === 0x80 && head[1] >= 2 && head[1] <= 5;
	if (isPickle || start.startsWith('PK\x03\x04'))
		return broken(file, say('it is a pickle of PyTorch, which the lab does not open'));
	return broken(file, say('its header says that it is longer than the file'));
}

/** The tensors of a file. `head`: its first `headBytes` bytes. Throws as `headBytes`. */
export function readHeader(
	head: Uint8Array,
	fileBytes: number,
	file: string,
): Map<string, TensorEntry> {
	const fail = (what: Message) => broken(file, what);
	const base = headBytes(head, fileBytes, file);
	const dataBytes = fileBytes - base;
	const text = new TextDecoder().decode(head.subarray(lengthBytes, base));
	const header = parseJson(text, (fault) => fail(say('its header is {fault}', { fault })));
	if (!isObject(header)) throw fail(say('its header is not a JSON object'));
	const tensors = new Map<string, TensorEntry>();
	const spans: { tensor: string; start: number; end: number }[] = [];
	for (const [name, entry] of Object.entries(header)) {
		if (name === '__metadata__') continue;
		const tensor = truncate(name);
		if (!v.is(tensorEntry, entry))
			throw fail(say('its header does not say what tensor {tensor} is', { tensor }));
		const [start, end] = entry.data_offsets;
		if (!isWhole(start) || !isWhole(end))
			throw fail(say('the offsets of tensor {tensor} are not whole numbers', { tensor }));
		if (!(start >= 0 && start <= end && end <= dataBytes))
			throw fail(say('tensor {tensor} lies outside the file', { tensor }));
		spans.push({ tensor, start, end });
		const { dtype, shape } = entry;
		tensors.set(name, { file, dtype, shape, start: base + start, byteLength: end - start });
	}
	checkSpans(file, spans, dataBytes);
	for (const [name, { dtype, shape, byteLength }] of tensors) {
		const bits = bitsOfType.get(dtype);
		if (bits === undefined || sizeOf(shape) * bits === byteLength * 8) continue;
		const tensor = truncate(name);
		throw fail(
			say('tensor {tensor} has {byteLength} bytes, which its shape and type do not fill', {
				tensor,
				byteLength,
			}),
		);
	}
	return tensors;
}

/**
 * The tensors of a file, from its first chunks. null: they end before the header does. Throws as
 * `headBytes`.
 */
export async function readEntries(
	chunks: AsyncIterable<Uint8Array>,
	fileBytes: number,
	file: string,
): Promise<Map<string, TensorEntry> | null> {
	const reader = new ByteReader(chunks);
	try {
		const start = await reader.take(Math.min(lengthBytes, fileBytes));
		if (start.length < Math.min(lengthBytes, fileBytes)) return null;
		const bytes = headBytes(start, fileBytes, file);
		const head = joinBytes([start, await reader.take(bytes - start.length)]);
		return head.length < bytes ? null : readHeader(head, fileBytes, file);
	} finally {
		await reader.end();
	}
}

/** The format allows neither overlaps nor holes. */
function checkSpans(
	file: string,
	spans: { readonly tensor: string; readonly start: number; readonly end: number }[],
	dataBytes: number,
): void {
	let at = 0;
	for (const { tensor, start, end } of spans.sort((a, b) => a.start - b.start || a.end - b.end)) {
		if (start !== at)
			throw broken(
				file,
				say('tensor {tensor} begins at byte {start} of the data, not at {at}', {
					tensor,
					start,
					at,
				}),
			);
		at = end;
	}
	const left = dataBytes - at;
	if (left !== 0)
		throw broken(file, say('{dataBytes} bytes belong to no tensor', { dataBytes: left }));
}

/** Throws InputError with the file and the defect. */
export function readSafetensors(
	bytes: Uint8Array,
	file = 'model.safetensors',
): Map<string, StoredTensor> {
	const tensors = readHeader(bytes, bytes.byteLength, file);
	return new Map(
		Array.from(tensors, ([name, { start, ...form }]) => [
			name,
			{ ...form, bytes: bytes.subarray(start, start + form.byteLength) },
		]),
	);
}

/**
 * The start of a file of tensors (F32 unless they say otherwise): the header's length and the
 * header, which is padded to a multiple of 8, as in the reference.
 */
export function fileHead(
	tensors: readonly {
		readonly name: string;
		readonly shape: readonly number[];
		readonly dtype?: string;
	}[],
): Uint8Array<ArrayBuffer> {
	let offset = 0;
	const entries = tensors.map(({ name, shape, dtype = 'F32' }) => {
		const start = offset;
		offset += bytesOfType(dtype)! * sizeOf(shape);
		return [name, { dtype, shape, data_offsets: [start, offset] }] as const;
	});
	const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
	const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8, ' '));
	const length = new Uint8Array(lengthBytes);
	new DataView(length.buffer).setBigUint64(0, BigInt(header.byteLength), true);
	return joinBytes([length, header]);
}

/** F16 is IEEE 754 binary16, BF16 the upper half of a float32. */
const bytesPerNumber = new Map(Object.entries({ F32: 4, F16: 2, BF16: 2 }));

/** The types that the lab reads. */
export const numberTypes = [...bytesPerNumber.keys()];

/** Bytes of a number. null: a type that the lab does not read. */
export const bytesOfType = (dtype: string): number | null => bytesPerNumber.get(dtype) ?? null;

/** The numbers of a tensor of a type in `numberTypes`, exact in all three. */
export function readNumbers({ dtype, bytes }: Pick<StoredTensor, 'dtype' | 'bytes'>): Float32Array {
	// A copy, because tensors in a file start at any byte.
	const { buffer } = bytes.slice();
	if (dtype === 'F32') return new Float32Array(buffer);
	if (dtype === 'F16') return fromHalves(new Uint16Array(buffer));
	return bf16.decode(new Uint8Array(buffer), buffer.byteLength / 2);
}
