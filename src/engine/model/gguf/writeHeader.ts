/** Writes the header of a GGUF file, which header.ts reads: its fields and its tensors' places. */
import { joinBytes } from '#engine/core/bytes.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { BlockType } from './blocks.ts';

/** A tensor of the file. */
export interface WrittenTensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly type: BlockType;
}

/** Bytes. The format's default, so the file has no field for it. */
const alignment = 32;
/** Bytes up to the next multiple of the alignment. */
export const padding = (bytes: number): number => (alignment - (bytes % alignment)) % alignment;

/** Bytes of a tensor, without padding. */
export const lengthOf = ({ shape, type }: WrittenTensor): number =>
	(sizeOf(shape) / type.numbers) * type.bytes;

/** A field's type in a file and its value. */
export type Written =
	| { readonly type: 'u32' | 'f32'; readonly value: number }
	| { readonly type: 'flag'; readonly value: boolean }
	| { readonly type: 'text'; readonly value: string }
	| { readonly type: 'texts'; readonly value: readonly string[] }
	| { readonly type: 'f32s' | 'i32s'; readonly value: readonly number[] };

/** The numbers of the types of a field. */
const fieldTypes = { u32: 4, f32: 6, flag: 7, text: 8, texts: 8, f32s: 6, i32s: 5 } as const;
const listType = 9;
const arrays = {
	u32: Uint32Array,
	f32: Float32Array,
	flag: Uint8Array,
	f32s: Float32Array,
	i32s: Int32Array,
};

/** The file up to its first tensor. */
export function headerBytes(
	fields: ReadonlyMap<string, Written>,
	tensors: readonly WrittenTensor[],
): Uint8Array<ArrayBuffer> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	const u32 = (...values: number[]) => parts.push(new Uint8Array(Uint32Array.from(values).buffer));
	const u64 = (...values: number[]) =>
		parts.push(new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer));
	const text = (value: string) => {
		const bytes = new TextEncoder().encode(value);
		u64(bytes.length);
		parts.push(bytes);
	};
	parts.push(new TextEncoder().encode('GGUF'));
	u32(3);
	u64(tensors.length, fields.size);
	for (const [name, field] of fields) {
		text(name);
		const type = fieldTypes[field.type];
		if (Array.isArray(field.value)) {
			u32(listType, type);
			u64(field.value.length);
		} else u32(type);
		if (field.type === 'text' || field.type === 'texts') [field.value].flat().forEach(text);
		else
			parts.push(new Uint8Array(arrays[field.type].from([field.value].flat().map(Number)).buffer));
	}
	let at = 0;
	for (const tensor of tensors) {
		text(tensor.name);
		u32(tensor.shape.length);
		u64(...[...tensor.shape].reverse());
		u32(tensor.type.id);
		u64(at);
		const length = lengthOf(tensor);
		at += length + padding(length);
	}
	const bytes = joinBytes(parts);
	return joinBytes([bytes, new Uint8Array(padding(bytes.length))]);
}
