/**
 * A row that remembers what was read of it, so that an import can name the rest. A shape reads it
 * like any row. Code that only looks at a value takes `bare(value)`; a value that an example keeps
 * as it is goes through `whole(value)`.
 */
import type { Json } from '#engine/core/json.ts';

type Row = Readonly<Record<string, Json>>;

/** What was read of an object or a list. */
interface Reads {
	readonly value: Row;
	readonly proxy: Row;
	/** Texts, numbers and flags that were read. */
	readonly keys: Set<string>;
	/** Objects and lists that were opened. */
	readonly inner: Map<string, Reads>;
	isWhole: boolean;
}

const readsOf = new WeakMap<object, Reads>();

function reading(value: Row): Reads {
	const keys = new Set<string>();
	const inner = new Map<string, Reads>();
	const proxy = new Proxy(value, {
		get(target, key) {
			const found = Reflect.get(target, key) as Json;
			if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return found;
			if (found === null || typeof found !== 'object') {
				keys.add(key);
				return found;
			}
			const opened = inner.get(key) ?? reading(found as Row);
			inner.set(key, opened);
			return opened.proxy;
		},
	});
	const reads = { value, proxy, keys, inner, isWhole: false };
	readsOf.set(proxy, reads);
	return reads;
}

/** `unread`: the paths of what the row holds and nothing read, such as `messages[].name`. */
export function watch(row: Row): { readonly row: Row; readonly unread: () => readonly string[] } {
	const reads = reading(row);
	return { row: reads.proxy, unread: () => [...new Set(unreadPaths(row, reads).paths)] };
}

/** The value itself: to look at it is not to read it. */
export const bare = <T>(value: T): T =>
	value !== null && typeof value === 'object'
		? ((readsOf.get(value)?.value as T | undefined) ?? value)
		: value;

/** The value itself, all of which counts as read. */
export function whole<T>(value: T): T {
	const reads = value !== null && typeof value === 'object' ? readsOf.get(value) : undefined;
	if (reads) reads.isWhole = true;
	return bare(value);
}

/** The member counts as read: it says what is so without it. */
export const pass = (parent: Row, key: string): void => void parent[key];

/** The member of an object or a list counts as not read: what was made of it is left out. */
export function forget(parent: object, key: string | number): void {
	const reads = readsOf.get(parent);
	reads?.keys.delete(String(key));
	reads?.inner.delete(String(key));
}

/** A value without any content cannot be lost. */
const holds = (value: Json): boolean =>
	value !== null && typeof value === 'object'
		? Object.values(value).some(holds)
		: value !== null && !(typeof value === 'string' && value.trim() === '');

function unreadPaths(value: Json, reads: Reads | undefined): { paths: string[]; isRead: boolean } {
	if (!holds(value)) return { paths: [], isRead: false };
	if (!reads) return { paths: [''], isRead: false };
	if (reads.isWhole) return { paths: [], isRead: true };
	const isList = Array.isArray(value);
	let isRead = false;
	const paths = Object.entries(value as Row).flatMap(([key, member]) => {
		const found = reads.keys.has(key)
			? { paths: [], isRead: true }
			: unreadPaths(member, reads.inner.get(key));
		isRead ||= found.isRead;
		const name = isList ? '[]' : key;
		return found.paths.map((path) => (/^(\[|$)/.test(path) ? name + path : `${name}.${path}`));
	});
	return { paths: isRead ? paths : [''], isRead };
}
