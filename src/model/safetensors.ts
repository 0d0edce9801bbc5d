/** The safetensors format: header length (8 bytes, little endian), JSON header, tensors. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import { sentence, type Message } from '#core/message.ts';
import { parseJson } from '#core/parseJson.ts';

export interface StoredTensor {
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly bytes: Uint8Array;
}

const tensorEntry = v.object({
	dtype: v.string(),
	shape: v.array(v.pipe(v.number(), v.safeInteger())),
	data_offsets: v.array(v.unknown()),
});

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** Throws InputError with the file and the defect. */
export function readSafetensors(
	file: Uint8Array,
	name = 'model.safetensors',
): Map<string, StoredTensor> {
	const broken = (what: Message) =>
		new InputError(
			sentence`${name}: ${what}. It is incomplete or not a safetensors file: download or export
				it again.`,
			{ file: name },
		);
	if (file.byteLength < 8) throw broken(sentence`it has fewer than 8 bytes`);
	const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
	if (length > file.byteLength - 8)
		throw broken(sentence`its header says that it is longer than the file`);
	const text = new TextDecoder().decode(file.subarray(8, 8 + length));
	const header = parseJson(text, (fault) => broken(sentence`its header is ${fault}`));
	if (header === null || typeof header !== 'object')
		throw broken(sentence`its header is no JSON object`);
	const data = file.subarray(8 + length);
	const tensors = new Map<string, StoredTensor>();
	const spans: { tensor: string; start: number; end: number }[] = [];
	for (const [tensor, entry] of Object.entries(header)) {
		if (tensor === '__metadata__') continue;
		if (!v.is(tensorEntry, entry))
			throw broken(sentence`its header does not say what tensor ${tensor} is`);
		const [start, end] = entry.data_offsets;
		if (!isWhole(start) || !isWhole(end))
			throw broken(sentence`the offsets of tensor ${tensor} are not whole numbers`);
		if (!(start >= 0 && start <= end && end <= data.byteLength))
			throw broken(sentence`tensor ${tensor} lies outside the file`);
		spans.push({ tensor, start, end });
		const { dtype, shape } = entry;
		tensors.set(tensor, { dtype, shape, bytes: data.subarray(start, end) });
	}
	// The format allows neither overlaps nor holes.
	let at = 0;
	for (const { tensor, start, end } of spans.sort((a, b) => a.start - b.start || a.end - b.end)) {
		if (start !== at)
			throw broken(sentence`tensor ${tensor} begins at byte ${start} of the data, not at ${at}`);
		at = end;
	}
	if (at !== data.byteLength)
		throw broken(sentence`${data.byteLength - at} bytes belong to no tensor`);
	return tensors;
}

/** Writes F32 tensors. The header is padded to a multiple of 8, as in the reference. */
export function writeSafetensors(
	tensors: readonly {
		readonly name: string;
		readonly shape: readonly number[];
		readonly values: Float32Array;
	}[],
): Uint8Array<ArrayBuffer> {
	let offset = 0;
	const entries = tensors.map(({ name, shape, values }) => {
		const start = offset;
		offset += values.byteLength;
		return [name, { dtype: 'F32', shape, data_offsets: [start, offset] }] as const;
	});
	const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
	const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8, ' '));
	const file = new Uint8Array(8 + header.byteLength + offset);
	new DataView(file.buffer).setBigUint64(0, BigInt(header.byteLength), true);
	file.set(header, 8);
	let position = 8 + header.byteLength;
	for (const { values } of tensors) {
		file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position);
		position += values.byteLength;
	}
	return file;
}
