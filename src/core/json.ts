/** Plain data for checkpoints, links and messages. */
export type Json =
	null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A copy of plain data in which typed arrays are lists. */
export function toJson(value: unknown): Json {
	if (value === null || typeof value !== 'object') return value as Json;
	if (Array.isArray(value) || ArrayBuffer.isView(value))
		return Array.from(value as ArrayLike<unknown> & object, toJson);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJson(inner)]));
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** JSON with object keys in code-unit order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		isObject(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);
}
