/** The settings of an experiment by path, read from its schema, with their defaults. */
import { isObject, type Json } from '#engine/core/json.ts';
import { listFields, type SchemaField } from '#engine/core/schemaFields.ts';
import { defaultAdapter } from '#engine/model/adapterSettings.ts';
import { defaultSettings } from './defaultExperiment.ts';
import { experimentSchema } from './experiment.ts';

/** Each field of an experiment. Its words are in the message file `settings`, by path. */
export const experimentSettings: ReadonlyMap<string, SchemaField> = new Map(
	listFields(experimentSchema).map((field) => [field.path, field]),
);

/** An adapter and a budget are suggestions: the default experiment has none. */
const defaults = {
	...defaultSettings,
	adapter: defaultAdapter,
	budget: { tokens: 200_000, seconds: 60 },
};
export const defaultAt = (path: string): Json | undefined =>
	valueAt(defaults, path) ?? experimentSettings.get(path)?.default;

/** The value at a path of object keys; undefined: the object lacks it. */
export const valueAt = (object: object, path: string): Json | undefined =>
	path
		.split('.')
		.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), object) as
		Json | undefined;
