/** The fields of a schema by path, for forms, differences and documentation; and their defaults. */
import type * as v from 'valibot';
import { getMetadata } from 'valibot';
import type { Json } from './json.ts';
import { isObject } from './json.ts';
import type { Bounds } from './parameters.ts';

export interface SchemaField {
	/** The path that errors name: `optimizer.learningRate`, `skills[].id`. */
	readonly path: string;
	readonly kind: 'number' | 'choice' | 'flag' | 'text' | 'object';
	readonly isOptional: boolean;
	readonly bounds?: Bounds;
	readonly options?: readonly (string | number)[];
	/** In characters. */
	readonly maxLength?: number;
	/** The value of the field if it is missing. */
	readonly default?: Json;
}

/** The parts of valibot's schemas that are read here. */
interface Schema extends v.GenericSchema {
	readonly wrapped?: Schema;
	readonly entries?: Readonly<Record<string, Schema>>;
	readonly options?: readonly unknown[];
	readonly item?: Schema;
	readonly literal?: string | number;
}

const kinds: Readonly<Record<string, SchemaField['kind']>> = {
	number: 'number',
	picklist: 'choice',
	literal: 'choice',
	boolean: 'flag',
	string: 'text',
};

/** A field that differs between the variants of an object is listed once, with all its options. */
export function listFields(schema: v.GenericSchema, path = '', isOptional = false): SchemaField[] {
	const { type, wrapped, entries, options = [], item, literal } = schema as Schema;
	if (wrapped) return listFields(wrapped, path, true);
	if (item) return listFields(item, `${path}[]`, isOptional);
	if (entries)
		return Object.entries(entries).flatMap(([key, inner]) =>
			listFields(inner, path === '' ? key : `${path}.${key}`, isOptional),
		);
	if (type === 'variant')
		return joinVariants((options as Schema[]).flatMap((option) => listFields(option, path, true)));
	const { min, max, aboveMin, integer, ...others } = getMetadata(schema) as Partial<Bounds>;
	const bounds = min !== undefined && max !== undefined && { min, max, aboveMin, integer };
	const values = type === 'literal' ? [literal!] : (options as string[]);
	const kind = kinds[type] ?? 'object';
	return [
		{
			path,
			kind,
			isOptional,
			...(bounds && { bounds: bounds as Bounds }),
			...(kind === 'choice' && { options: values }),
			...others,
		},
	];
}

function joinVariants(fields: readonly SchemaField[]): SchemaField[] {
	const joined = new Map<string, SchemaField>();
	for (const field of fields) {
		const options = joined.get(field.path)?.options;
		joined.set(
			field.path,
			options ? { ...field, options: [...options, ...(field.options ?? [])] } : field,
		);
	}
	return [...joined.values()];
}

/**
 * Without optional fields that are undefined or have their defaults, so that equal values are equal
 * JSON.
 */
export function withoutDefaults<Value extends object>(
	schema: v.GenericSchema,
	value: Value,
): Value {
	const { entries, wrapped } = schema as Schema;
	if (wrapped) return withoutDefaults(wrapped, value);
	if (!entries) return value;
	const fields = Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
		const field = entries[key];
		if (field.wrapped && inner === getMetadata(field.wrapped)['default']) return [];
		return [[key, isObject(inner) ? withoutDefaults(field, inner) : inner] as const];
	});
	return Object.fromEntries(fields) as Value;
}
