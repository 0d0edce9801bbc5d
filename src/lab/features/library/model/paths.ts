/** Paths into a row: `Body`, `instances.0.input`, `instances[].input` for all entries of a list. */
import type { Json } from '#engine/core/json.ts';
import { textOf } from './shapes/shape.ts';
import type { Row } from './shapes.ts';

/** The text at `path`, with lists joined by line breaks; undefined if the path does not exist. */
export function textAt(row: Row, path: string): string | undefined {
	const found = valueAt(row, path.split('.'));
	return found === undefined ? undefined : textOf(found);
}

/** A column named `a.b` takes precedence over b inside a. */
function valueAt(value: Json, names: readonly string[]): Json | undefined {
	if (names.length === 0) return value;
	if (value === null || typeof value !== 'object') return undefined;
	for (let count = names.length; count > 0; count--) {
		const name = names.slice(0, count).join('.');
		const rest = names.slice(count);
		if (Object.hasOwn(value, name)) return valueAt((value as Row)[name], rest);
		const list = name.endsWith('[]') ? (value as Row)[name.slice(0, -2)] : undefined;
		if (Array.isArray(list)) return list.map((entry: Json) => valueAt(entry, rest) ?? null);
	}
	return undefined;
}

export interface Column {
	readonly path: string;
	readonly sample: string;
}

/** Limits for the import dialog. */
const maxColumns = 200;
const maxIndices = 3;
const sampleLength = 80;

/** The paths to texts in the first 50 rows, each with its first non-empty text. */
export function listColumns(rows: readonly Row[]): readonly Column[] {
	const samples = new Map<string, string>();
	for (const row of rows.slice(0, 50))
		for (const path of listPaths(row).single) {
			if (!samples.has(path) && samples.size >= maxColumns) break;
			if (!samples.get(path)) samples.set(path, (textAt(row, path) ?? '').slice(0, sampleLength));
		}
	return [...samples].map(([path, sample]) => ({ path, sample }));
}

/** Paths from a value to its texts, at most 200 each; '' for a text itself. */
interface Paths {
	/** Paths to one text each: they do not begin with `[]`. */
	readonly single: readonly string[];
	/** `single`, and the paths that begin with `[]`, which means all entries of the value. */
	readonly every: readonly string[];
}

/** Visits each value once: the number of paths doubles with each list inside a list. */
function listPaths(value: Json): Paths {
	if (value === null || typeof value !== 'object') return { single: [''], every: [''] };
	const isList = Array.isArray(value);
	const entries = Object.entries(isList ? value.slice(0, maxIndices) : value);
	const paths = entries.map(([name, inner]: [string, Json]) => ({ name, ...listPaths(inner) }));
	const single = paths
		.flatMap(({ name, every }) => every.map((path) => joinPath(name, path)))
		.slice(0, maxColumns);
	if (!isList) return { single, every: single };
	const all = paths.flatMap((entry) =>
		entry.single.map((path) => (path === '' ? '' : `[].${path}`)),
	);
	return { single, every: [...new Set([...all, ...single])].slice(0, maxColumns) };
}

function joinPath(name: string, path: string): string {
	if (path === '' || path.startsWith('[]')) return `${name}${path}`;
	return `${name}.${path}`;
}
