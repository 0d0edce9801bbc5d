/** Skills of a study by name: an author knows the name of an own skill, not its id, a hash. */
import { isObject, type Json, type JsonObject } from '#core/json.ts';
import type { ParameterSpecs } from '#core/parameters.ts';
import type { Experiment } from '#lab/run/experiment.ts';

type Skills = Pick<Experiment, 'skills'>;

/** The id of the one skill with this id or name. Other text stays as it is. */
export function skillId({ skills }: Skills, text: string): string {
	const named = skills.filter(({ name }) => name === text);
	return named.length === 1 && !skills.some(({ id }) => id === text) ? named[0].id : text;
}

/** Settings of a policy with ids in place of names. `parameters`: of that policy. */
export const settingsWithIds = (
	experiment: Skills,
	parameters: ParameterSpecs,
	settings: JsonObject,
): JsonObject =>
	mapped(settings, ([name, value]) => {
		const kind = Object.hasOwn(parameters, name) ? parameters[name].kind : undefined;
		if (kind === 'skill' || kind === 'skills' || kind === 'ratios')
			return [name, withIds(experiment, value)];
		if (kind !== 'timetable' || !Array.isArray(value)) return [name, value];
		return [name, value.map((entry) => entryWithIds(experiment, entry as Json))];
	});

const entryWithIds = (experiment: Skills, entry: Json): Json =>
	isObject(entry)
		? mapped(entry, ([key, value]) => [key, key === 'ratios' ? withIds(experiment, value) : value])
		: entry;

/** In a text, a list of texts, or the keys of an object. */
function withIds(experiment: Skills, value: Json): Json {
	if (typeof value === 'string') return skillId(experiment, value);
	if (Array.isArray(value)) return value.map((one: Json) => withIds(experiment, one));
	return isObject(value) ? mapped(value, ([key, one]) => [skillId(experiment, key), one]) : value;
}

const mapped = (object: JsonObject, map: (entry: [string, Json]) => [string, Json]): JsonObject =>
	Object.fromEntries(Object.entries(object).map(map));
