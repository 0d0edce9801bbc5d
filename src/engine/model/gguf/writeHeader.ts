/** Writes the header of a GGUF file, which header.ts reads: its fields and its tensors' places. */
import { joinBytes } from '#engine/core/bytes.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { BlockType } from './blocks.ts';
import type { Written } from './configs.ts';

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

/** The numbers of the types of a field. */
const fieldTypes = { u32: 4, f32: 6, flag: 7, text: 8, texts: 8, f32s: 6, i32s: 5 } as const;
const listType = 9;

/** The file up to its first tensor. */
export function headerBytes(
	fields: ReadonlyMap<string, Written>,
	tensors: readonly WrittenTensor[],
): Uint8Array<ArrayBuffer> {
	const parts: Uint8Array<ArrayBuffer>[] = [];
	const u32 = (...values: number[]) => parts.push(new Uint8Array(Uint32Array.from(values).buffer));
	const u64 = (...values: number[]) =>
		parts.push(new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer));
	const f32 = (values: readonly number[]) =>
		parts.push(new Uint8Array(Float32Array.from(values).buffer));
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
		switch (field.type) {
			case 'u32':
				u32(field.value);
				break;
			case 'f32':
				f32([field.value]);
				break;
			case 'flag':
				parts.push(Uint8Array.of(Number(field.value)));
				break;
			case 'text':
				text(field.value);
				break;
			case 'texts':
				field.value.forEach(text);
				break;
			case 'f32s':
				f32(field.value);
				break;
			case 'i32s':
				parts.push(new Uint8Array(Int32Array.from(field.value).buffer));
				break;
		}
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
