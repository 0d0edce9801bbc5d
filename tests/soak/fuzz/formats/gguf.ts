/** Changes of a GGUF file in its structure: numbers, types, fields, tensors and their places. */
import { joinBytes } from '#engine/core/bytes.ts';
import type { Chance } from '../chance.ts';
import { mutatedSpots, type Spot } from './spots.ts';

/** A field or a tensor's description: from its first byte to before its last. */
interface Range {
	readonly from: number;
	readonly to: number;
}
export interface GgufLayout {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly spots: readonly Spot[];
	/** Bytes of texts: names and short values. */
	readonly texts: readonly Range[];
	readonly fields: readonly Range[];
	readonly tensors: readonly Range[];
	/** Where the tensors' numbers begin. */
	readonly data: number;
}

const sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8] as const;
const [textType, listType] = [8, 9];
/** The values of a long list are mostly alike. */
const listedValues = 4;

/** `bytes`: a valid file. */
export function ggufLayout(bytes: Uint8Array<ArrayBuffer>): GgufLayout {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const [spots, texts]: [Spot[], Range[]] = [[], []];
	let at = 4;
	const number = (size: 1 | 2 | 4 | 8, isListed = true) => {
		if (isListed) spots.push({ at, bytes: size });
		const value = size === 8 ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true);
		at += size;
		return value;
	};
	const text = (isListed = true) => {
		const length = number(8, isListed);
		if (isListed && length > 0) texts.push({ from: at, to: at + length });
		at += length;
	};
	const value = (type: number, isListed = true): void => {
		if (type === textType) return text(isListed);
		if (type !== listType) {
			const size = sizes[type] as 1 | 2 | 4 | 8;
			if (isListed) spots.push({ at, bytes: size });
			at += size;
			return;
		}
		const [inner, count] = [number(4), number(8)];
		for (let i = 0; i < count; i++) value(inner, i < listedValues);
	};
	number(4);
	const [tensorCount, fieldCount] = [number(8), number(8)];
	const fields = Array.from({ length: fieldCount }, (): Range => {
		const from = at;
		text();
		value(number(4));
		return { from, to: at };
	});
	const tensors = Array.from({ length: tensorCount }, (): Range => {
		const from = at;
		text();
		const dimensions = number(4);
		for (let i = 0; i < dimensions; i++) number(8);
		number(4);
		number(8);
		return { from, to: at };
	});
	return { bytes, spots, texts, fields, tensors, data: Math.ceil(at / 32) * 32 };
}

export function mutatedGguf(layout: GgufLayout, chance: Chance): Uint8Array<ArrayBuffer> {
	const { bytes, spots, texts } = layout;
	switch (chance.below(6)) {
		case 0: {
			const { from, to } = chance.one(texts);
			const copy = bytes.slice();
			copy[chance.between(from, to - 1)] ^= 1 << chance.below(8);
			return copy;
		}
		case 1:
			return rearranged(layout, chance);
		case 2: {
			// A number of a tensor: infinite, not a number, or another one.
			const copy = bytes.slice();
			copy[chance.between(layout.data, bytes.length - 1)] = chance.one([0x7c, 0x7f, 0xff, 0x80, 1]);
			return copy;
		}
		default:
			return mutatedSpots(bytes, spots, chance);
	}
}

/** A field or tensor is left out, there twice, or elsewhere; the counts are right. */
function rearranged(layout: GgufLayout, chance: Chance): Uint8Array<ArrayBuffer> {
	const { bytes, data } = layout;
	const lists = { fields: [...layout.fields], tensors: [...layout.tensors] };
	const list = lists[chance.one(['fields', 'tensors'] as const)];
	const [i, j] = [chance.below(list.length), chance.below(list.length)];
	const change = chance.below(3);
	if (change === 0) list.splice(i, 1);
	else if (change === 1) list.splice(j, 0, list[i]);
	else [list[i], list[j]] = [list[j], list[i]];
	const head = bytes.slice(0, 24);
	const view = new DataView(head.buffer);
	view.setBigUint64(8, BigInt(lists.tensors.length), true);
	view.setBigUint64(16, BigInt(lists.fields.length), true);
	const ranges = [...lists.fields, ...lists.tensors];
	const parts = [head, ...ranges.map(({ from, to }) => bytes.slice(from, to))];
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	const padding = new Uint8Array(Math.ceil(length / 32) * 32 - length);
	return joinBytes([...parts, padding, bytes.slice(data)]);
}
