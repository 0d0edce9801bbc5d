/** Thrift's compact protocol, in which Parquet describes itself: read, changed, written. */
import type { Chance } from '../chance.ts';
import { oddInteger } from './spots.ts';

type Value = bigint | Uint8Array | Field[] | List;
export interface Field {
	id: number;
	type: number;
	value: Value;
}
interface List {
	readonly itemType: number;
	items: Value[];
}

const types = { true: 1, false: 2, byte: 3, i64: 6, double: 7, binary: 8, list: 9, set: 10 };
const structType = 12;
const isList = (value: Value): value is List => typeof value === 'object' && 'items' in value;
const isStruct = (value: Value): value is Field[] => Array.isArray(value);

/** `end`: the byte behind the structure. */
export function readThrift(bytes: Uint8Array, from: number): { fields: Field[]; end: number } {
	let at = from;
	const varint = () => {
		let value = 0n;
		for (let shift = 0n; ; shift += 7n) {
			const byte = bytes[at++];
			value |= BigInt(byte & 127) << shift;
			if (byte < 128) return value;
		}
	};
	const zigzag = () => {
		const value = varint();
		return value & 1n ? -(value + 1n) / 2n : value / 2n;
	};
	const take = (length: number) => bytes.slice(at, (at += length));
	const value = (type: number): Value => {
		if (type === types.true) return 1n;
		if (type === types.false) return 0n;
		if (type === types.byte) return BigInt(bytes[at++]);
		if (type <= types.i64) return zigzag();
		if (type === types.double) return take(8);
		if (type === types.binary) return take(Number(varint()));
		if (type === structType) return struct();
		const head = bytes[at++];
		const count = head >> 4 === 15 ? Number(varint()) : head >> 4;
		const itemType = head & 15;
		const inList = itemType <= types.false ? () => BigInt(bytes[at++]) : () => value(itemType);
		return { itemType, items: Array.from({ length: count }, inList) };
	};
	const struct = (): Field[] => {
		const fields: Field[] = [];
		for (let id = 0; ;) {
			const head = bytes[at++];
			if (head === 0) return fields;
			id = head >> 4 === 0 ? Number(zigzag()) : id + (head >> 4);
			fields.push({ id, type: head & 15, value: value(head & 15) });
		}
	};
	const fields = struct();
	return { fields, end: at };
}

export function writeThrift(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
	const out: number[] = [];
	const varint = (value: bigint) => {
		let rest = BigInt.asUintN(64, value);
		for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
		out.push(Number(rest));
	};
	const zigzag = (value: bigint) => varint(value < 0n ? -2n * value - 1n : 2n * value);
	const write = (type: number, value: Value): void => {
		if (isStruct(value)) return struct(value);
		if (isList(value)) {
			const { itemType, items } = value;
			if (items.length < 15) out.push((items.length << 4) | itemType);
			else {
				out.push(0xf0 | itemType);
				varint(BigInt(items.length));
			}
			for (const item of items)
				if (itemType <= types.false) out.push(Number(item));
				else write(itemType, item);
			return;
		}
		if (typeof value === 'bigint') {
			if (type === types.byte) out.push(Number(value & 255n));
			else if (type > types.byte) zigzag(value);
			return;
		}
		if (type === types.binary) varint(BigInt(value.length));
		out.push(...value);
	};
	const struct = (list: readonly Field[]): void => {
		let last = 0;
		for (const { id, type, value } of list) {
			const kind = type <= types.false ? (value ? types.true : types.false) : type;
			if (id > last && id - last < 16) out.push(((id - last) << 4) | kind);
			else {
				out.push(kind);
				zigzag(BigInt(id));
			}
			last = id;
			write(type, value);
		}
		out.push(0);
	};
	struct(fields);
	return Uint8Array.from(out);
}

/** 1 or 2 changes of numbers, texts, lists and fields, in place. */
export function mutateThrift(fields: Field[], chance: Chance): void {
	for (let i = chance.between(1, 2); i > 0; i--) {
		const structs = listStructs(fields);
		const owner = chance.one(structs);
		if (owner.length === 0) continue;
		const index = chance.below(owner.length);
		const field = owner[index];
		if (chance.is(0.1)) owner.splice(index, 1);
		else if (chance.is(0.05)) field.id += chance.one([1, -1]);
		else field.value = changed(field.value, chance);
	}
}

function changed(value: Value, chance: Chance): Value {
	if (typeof value === 'bigint')
		return chance.is(0.5)
			? BigInt.asIntN(64, oddInteger(BigInt.asUintN(64, value), 8, chance))
			: BigInt(chance.between(0, 12));
	if (isStruct(value)) return chance.is(0.2) ? [] : value;
	if (!isList(value)) {
		const copy = value.slice();
		if (copy.length > 0) copy[chance.below(copy.length)] ^= 1 << chance.below(8);
		return chance.is(0.2) ? copy.slice(0, chance.below(copy.length + 1)) : copy;
	}
	const items = [...value.items];
	const index = chance.below(Math.max(1, items.length));
	if (items.length === 0) return value;
	if (typeof items[index] !== 'object' || chance.is(0.3)) {
		if (chance.is(0.5)) items.splice(index, 1);
		else items.splice(chance.below(items.length), 0, items[index]);
	} else items[index] = changed(items[index], chance);
	return { ...value, items };
}

function listStructs(fields: Field[]): Field[][] {
	const found: Field[][] = [fields];
	const open: Value[] = fields.map(({ value }) => value);
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		if (isStruct(value)) {
			found.push(value);
			open.push(...value.map((field) => field.value));
		} else if (isList(value)) open.push(...value.items);
	}
	return found;
}

/** The values of a field with this id, in all structures. */
export const fieldValues = (fields: Field[], id: number): readonly Value[] =>
	listStructs(fields).flatMap((list) =>
		list.filter((field) => field.id === id).map(({ value }) => value),
	);
