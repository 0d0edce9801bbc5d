/** Fields of a JSON object from anywhere, each checked, with an error that names the place and the mend. */
import { InputError } from '#core/errors.ts';
import { shown as shownShort } from '#core/shown.ts';
import { editDistance } from './text.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const wrong = (where: string, message: string) =>
	new InputError(`${where}: ${message}`, { field: where });

export const shown = (value: unknown): string => shownShort(value, 60);

export function objectAt(value: unknown, where: string, what: string): Fields {
	if (value === null || typeof value !== 'object' || Array.isArray(value))
		throw wrong(where, `must be ${what}, not ${shown(value)}.`);
	return value as Fields;
}

/** undefined where it is missing or null. */
export function textAt(value: unknown, where: string, longest: number): string | undefined {
	if (value === undefined || value === null) return undefined;
	const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
	if (typeof text !== 'string') throw wrong(where, `must be text, not ${shown(value)}.`);
	if (text.length > longest)
		throw wrong(where, `has ${text.length} characters; give at most ${longest}.`);
	return text;
}

export function demandedText(value: unknown, where: string, longest: number): string {
	const text = textAt(value, where, longest);
	if (text === undefined) throw wrong(where, 'is missing. Add it.');
	if (text.trim() === '') throw wrong(where, 'is empty. Write it, or take the row out.');
	return text;
}

export function shareAt(value: unknown, where: string): number {
	if (typeof value !== 'number' || !(value >= 0 && value <= 1))
		throw wrong(where, `must be a number from 0 to 1, not ${shown(value)}.`);
	return value;
}

/** The first of these names that the object has, and what it holds. */
export function aliased(
	fields: Fields,
	names: readonly string[],
): { readonly name: string; readonly value: unknown } {
	const name = names.find((candidate) => fields[candidate] !== undefined) ?? names[0];
	return { name, value: fields[name] };
}

/**
 * Names that are not known here. One that is nearly a known one is a slip of the pen, and an error; others are somebody's own fields,
 * which are not read: they are counted in `unread`.
 */
export function sortOutNames(
	fields: Fields,
	known: readonly string[],
	where: string,
	unread: Map<string, number>,
): void {
	for (const name of Object.keys(fields)) {
		if (known.includes(name)) continue;
		const near = known.find((candidate) => isNear(name, candidate));
		if (near !== undefined)
			throw wrong(`${where}.${name}`, `is no field here. Do you mean ${near}?`);
		unread.set(name, (unread.get(name) ?? 0) + 1);
	}
}

/** `Base_weights` is `baseweights`. */
export const bareName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** With the names that we have for these things. `others`: what else they are called, by bare names. */
export function renamed(
	fields: Fields,
	known: readonly string[],
	others: Readonly<Record<string, string>>,
	where: string,
): Fields {
	const taken = new Map<string, string>();
	const entries = Object.entries(fields).map(([name, value]) => {
		const bare = bareName(name);
		const ours = known.includes(name)
			? name
			: (known.find((candidate) => bareName(candidate) === bare) ??
				(Object.hasOwn(others, bare) ? others[bare] : name));
		const before = taken.get(ours);
		if (before !== undefined)
			throw wrong(`${where}.${name}`, `is the same field as ${before}. Give one of them.`);
		taken.set(ours, name);
		return [ours, value] as const;
	});
	return Object.fromEntries(entries);
}

function isNear(name: string, known: string): boolean {
	const [a, b] = [bareName(name), bareName(known)];
	return (
		b.length >= 4 &&
		Math.abs(a.length - b.length) <= 2 &&
		editDistance(a, b) <= (b.length > 5 ? 2 : 1)
	);
}
