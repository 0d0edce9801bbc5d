/**
 * Paths into a row, as columns of a mapping: `Body`, `meta.level`, `instances.0.input`, and
 * `instances[].input` for all entries of a list.
 */
import type { Json } from '#core/json.ts';
import { scalarText, type Row } from './shapes.ts';

/** The text at `path`, with lists joined by line breaks; undefined if the path does not exist. */
export function textAt(row: Row, path: string): string | undefined {
	const found = valueAt(row, path.split('.'));
	return found === undefined ? undefined : toText(found);
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

function toText(value: Json): string {
	if (Array.isArray(value))
		return value
			.map(toText)
			.filter((text) => text !== '')
			.join('\n');
	return scalarText(value) ?? JSON.stringify(value);
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
		for (const path of listPaths(row, '')) {
			if (!samples.has(path) && samples.size >= maxColumns) break;
			if (!samples.get(path)) samples.set(path, (textAt(row, path) ?? '').slice(0, sampleLength));
		}
	return [...samples].map(([path, sample]) => ({ path, sample }));
}

function listPaths(value: Json, path: string): readonly string[] {
	if (value === null || typeof value !== 'object') return [path];
	const under = (name: string) => (path === '' ? name : `${path}.${name}`);
	if (!Array.isArray(value))
		return Object.entries(value).flatMap(([name, inner]: [string, Json]) =>
			listPaths(inner, under(name)),
		);
	const entries = value.slice(0, maxIndices) as readonly Json[];
	const each = entries.flatMap((entry, i) => listPaths(entry, under(String(i))));
	if (path === '') return each;
	const all = entries.flatMap((entry) =>
		listPaths(entry, '').map((inner) => (inner === '' ? path : `${path}[].${inner}`)),
	);
	return [...new Set([...all, ...each])];
}
