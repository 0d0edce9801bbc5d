/** What a question weighs, out of a file: base weights by category, and which categories apply at all. */
import { byCategory, categories, type ByCategory, type Category } from './categories.ts';
import { defaultWeights } from './defaults.ts';
import { objectAt, shown, wrong, type Fields } from './fields.ts';

/** undefined where neither weights nor a mask are given. */
export function weightsOf(
	{ weights: given, applies }: Fields,
	at: string,
): ByCategory<number> | undefined {
	const weights = isThere(given) ? baseOf(given, `${at}.weights`) : undefined;
	if (!isThere(applies)) return weights;
	const mask = maskOf(applies, `${at}.applies`);
	const base = weights ?? defaultWeights;
	const masked = byCategory((category) => (mask[category] ? base[category] : 0));
	if (categories.every((category) => masked[category] === 0))
		throw wrong(
			`${at}.applies`,
			'leaves no category with a weight. Name at least one that has one.',
		);
	return masked;
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** By name, or a list of eight in the order of the table. */
function baseOf(value: unknown, where: string): ByCategory<number> {
	const given = byCategoryName(named(value, where), where, (weight, at) => {
		if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0)
			throw wrong(at, `must be a number of 0 or more, not ${shown(weight)}.`);
		return weight;
	});
	const weights = byCategory((category) => given[category] ?? 0);
	if (categories.every((category) => weights[category] === 0))
		throw wrong(where, 'are all 0, so nothing would count. Give at least one category a weight.');
	return weights;
}

/** Names of categories, or true and false (1 and 0) by name or for the eight in order. */
function maskOf(value: unknown, where: string): ByCategory<boolean> {
	if (Array.isArray(value) && value.every((name) => typeof name === 'string')) {
		const names = value.map((name, i) => categoryOf(name, `${where}[${i}]`));
		return byCategory((category) => names.includes(category));
	}
	const given = byCategoryName(named(value, where), where, (holds, at) => {
		if (holds !== true && holds !== false && holds !== 1 && holds !== 0)
			throw wrong(at, `must be true or false, not ${shown(holds)}.`);
		return Boolean(holds);
	});
	return byCategory((category) => given[category] ?? false);
}

function named(value: unknown, where: string): Fields {
	if (!Array.isArray(value)) return objectAt(value, where, 'an object by category');
	if (value.length !== categories.length)
		throw wrong(
			where,
			`must have one entry for each of the eight categories in the order ${categories.join(', ')}, or names, not ${value.length} entries.`,
		);
	return Object.fromEntries(categories.map((category, i) => [category, value[i] as unknown]));
}

export function byCategoryName<T>(
	fields: Fields,
	where: string,
	read: (value: unknown, at: string) => T,
): Partial<Record<Category, T>> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [
			categoryOf(name, `${where}.${name}`),
			read(value, `${where}.${name}`),
		]),
	);
}

export function categoryOf(name: unknown, where: string): Category {
	const found = categories.find(
		(category) => typeof name === 'string' && category === name.toLowerCase(),
	);
	if (found) return found;
	throw wrong(where, `${shown(name)} is no category. The eight are ${categories.join(', ')}.`);
}
