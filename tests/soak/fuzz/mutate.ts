/** Seeded changes to valid content: of its JSON, its text, its bytes. */
import type { Json } from '#engine/core/json.ts';
import type { Chance } from './chance.ts';
import { oddNumber, oddText, oddValue, slowPattern } from './values.ts';

type Branch = Record<string, unknown> | unknown[];
interface Slot {
	readonly parent: Branch;
	readonly key: string | number;
}

/** 1 to 3 changes anywhere in a copy of the value. `most`: changes at most. */
export function mutatedJson(value: Json, chance: Chance, maxChanges = 3): Json {
	const root: { value: unknown } = { value: structuredClone(value) };
	const changes = chance.between(1, maxChanges);
	for (let i = 0; i < changes; i++) changeOne(root, chance);
	return root.value as Json;
}

function changeOne(root: { value: unknown }, chance: Chance): void {
	const slots = listSlots(root);
	const { parent, key } = chance.one(slots);
	const held = read(parent, key);
	switch (chance.below(9)) {
		case 0:
			return remove(parent, key);
		case 1:
			return write(parent, key, read(...toPlace(chance.one(slots))));
		case 2:
			return addField(parent, chance);
		case 3:
			return write(parent, key, [held]);
		case 4:
			if (Array.isArray(held)) return write(parent, key, repeated(held, chance));
			return write(parent, key, oddValue(chance));
		case 5:
			return write(parent, key, slowPattern(chance));
		default:
			return write(parent, key, similar(held, chance));
	}
}

const toPlace = ({ parent, key }: Slot): [Branch, string | number] => [parent, key];

/** A value of the same type, which passes the first checks. */
function similar(held: unknown, chance: Chance): unknown {
	if (typeof held === 'number')
		return chance.one([held + 1, held - 1, -held, held / 2, held * 1000, oddNumber(chance)]);
	if (typeof held === 'string') return chance.is(0.5) ? oddText(chance) : mutatedText(held, chance);
	if (typeof held === 'boolean') return !held;
	return oddValue(chance);
}

function repeated(list: readonly unknown[], chance: Chance): unknown[] {
	const times = chance.one([0, 2, 2, 3, 100]);
	return Array.from({ length: times }, () => structuredClone(list)).flat();
}

function addField(parent: Branch, chance: Chance): void {
	if (Array.isArray(parent)) parent.splice(chance.below(parent.length + 1), 0, oddValue(chance));
	else
		write(
			parent,
			chance.one(['__proto__', 'extra', 'type', 'id', oddText(chance)]),
			oddValue(chance),
		);
}

function remove(parent: Branch, key: string | number): void {
	if (Array.isArray(parent)) parent.splice(Number(key), 1);
	else Reflect.deleteProperty(parent, key);
}

/** Defines the property, so that `__proto__` is a field like any other. */
function write(parent: Branch, key: string | number, value: unknown): void {
	const copy = structuredClone(value);
	Object.defineProperty(parent, key, {
		value: copy,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

const read = (parent: Branch, key: string | number): unknown =>
	(parent as Record<string | number, unknown>)[key];

function listSlots(root: { value: unknown }): Slot[] {
	const slots: Slot[] = [{ parent: root, key: 'value' }];
	for (let at = 0; at < slots.length; at++) {
		const { parent, key } = slots[at];
		const held = read(parent, key);
		if (held === null || typeof held !== 'object') continue;
		for (const inner of Object.keys(held)) slots.push({ parent: held as Branch, key: inner });
	}
	return slots;
}

/** Cuts, repeats, inserts and exchanges parts of a text. */
export function mutatedText(text: string, chance: Chance): string {
	const [from, to] = [chance.below(text.length + 1), chance.below(text.length + 1)].sort(
		(a, b) => a - b,
	);
	const near = Math.min(text.length, from + chance.below(8));
	switch (chance.below(9)) {
		case 0:
			return text.slice(0, from);
		case 1:
			return text.slice(0, from) + text.slice(near);
		case 2:
			return text.slice(0, from) + oddText(chance) + text.slice(near);
		case 3:
			return text.slice(0, to) + text.slice(from, to).slice(0, 1000) + text.slice(to);
		case 4:
			return text.replaceAll('\n', chance.one(['\r', '\r\n', '\n\n', '', '\u2028']));
		case 5:
			return chance.one(['\ufeff', '\n\n', '#', '{', '[', '"']) + text;
		case 6:
			return text.replaceAll(
				chance.one(['"', ',', '{', '}', '[', ']', ':']),
				chance.one(['', '""', ';']),
			);
		case 7:
			return text.slice(0, from) + text.slice(from, near).toUpperCase() + text.slice(near);
		default:
			return text.slice(from) + text.slice(0, from);
	}
}

/** Changes bits and lengths. */
export function mutatedBytes(bytes: Uint8Array, chance: Chance): Uint8Array<ArrayBuffer> {
	const copy = bytes.slice();
	switch (chance.below(5)) {
		case 0:
			return copy.slice(0, chance.below(copy.length + 1));
		case 1:
			copy.fill(chance.below(256), chance.below(copy.length + 1));
			return copy;
		case 2:
			return Uint8Array.from([...copy, ...copy.subarray(0, chance.below(64))]);
		default:
			for (let i = chance.between(1, 8); i > 0 && copy.length > 0; i--)
				copy[chance.below(copy.length)] ^= 1 << chance.below(8);
			return copy;
	}
}
