/**
 * Paths into a row, as columns that a visitor can choose: `Body`, `meta.level`, `instances.0.input`, and
 * `instances[].input` for all of a list's entries.
 */
import type { Json } from '#core/json.ts';
import { scalarText, type Row } from './shapes.ts';

/** Text at `path`: numbers and flags written out, lists joined by line breaks; undefined if nothing is there. */
export function textAt(row: Row, path: string): string | undefined {
	const found = valueAt(row, path.split('.'));
	return found === undefined ? undefined : textOf(found);
}

/** Names win over dots: a column `a.b` is found before b inside a. */
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

function textOf(value: Json): string {
	if (Array.isArray(value))
		return value
			.map(textOf)
			.filter((text) => text !== '')
			.join('\n');
	return scalarText(value) ?? JSON.stringify(value);
}

export interface Column {
	readonly path: string;
	readonly sample: string;
}

/** Enough to choose from; a row of thousands of fields would drown the dialog. */
const maxColumns = 200;
const maxIndices = 3;
const sampleLength = 80;

/** Every path to a text in the first 50 rows, in the order in which they come, each with its first non-empty text. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
	const samples = new Map<string, string>();
	for (const row of rows.slice(0, 50))
		for (const path of pathsOf(row, '')) {
			if (!samples.has(path) && samples.size >= maxColumns) break;
			if (!samples.get(path)) samples.set(path, (textAt(row, path) ?? '').slice(0, sampleLength));
		}
	return [...samples].map(([path, sample]) => ({ path, sample }));
}

function pathsOf(value: Json, path: string): readonly string[] {
	if (value === null || typeof value !== 'object') return [path];
	const under = (name: string) => (path === '' ? name : `${path}.${name}`);
	if (!Array.isArray(value))
		return Object.entries(value).flatMap(([name, inner]: [string, Json]) =>
			pathsOf(inner, under(name)),
		);
	const entries = value.slice(0, maxIndices) as readonly Json[];
	const each = entries.flatMap((entry, i) => pathsOf(entry, under(String(i))));
	if (path === '') return each;
	const all = entries.flatMap((entry) =>
		pathsOf(entry, '').map((inner) => (inner === '' ? path : `${path}[].${inner}`)),
	);
	return [...new Set([...all, ...each])];
}
