/** The fields and values of a difference between experiments in words. */
import { statementText } from '#engine/core/message.ts';
import { canonicalJson, type Json, type JsonObject } from '#engine/core/json.ts';
import { readDefault } from '#engine/core/parameters.ts';
import type { Difference } from '#lab/run/experimentDiff.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ShownPolicy } from '#lab/page/state/LabConnection.svelte.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import { sum } from '#engine/core/statistics.ts';
import * as format from '#languages/format.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/differences.json' with { type: 'json' };
import { skillName } from './words.ts';

const differences = wordsOf('differences', english);

type Titles = Readonly<Record<string, string | undefined>>;
const fields: Titles = differences.field;
const skillFields: Titles = differences.skillField;
const uses: Titles = differences.uses;

export type Policies = (id: string) => Pick<ShownPolicy, 'title' | 'parameters'> | undefined;
/** Skill names by id. */
export type SkillNames = ReadonlyMap<string, string>;

export const nameSkills = (experiments: readonly Pick<Experiment, 'skills'>[]): SkillNames =>
	new Map(experiments.flatMap(({ skills }) => skills.map((skill) => [skill.id, skillName(skill)])));

/** The field and its value in each experiment. `experiments`: those that differ, or one of them. */
export function differenceWords(
	difference: Difference,
	experiments: readonly Experiment[],
	policies: Policies,
): { readonly field: string; readonly values: readonly string[] } {
	const names = nameSkills(experiments);
	// Settings are compared only if all have the same policy, so any experiment names it.
	return {
		field: fieldWords(difference, experiments[0].policy, policies, names),
		values: difference.values.map((value) => valueWords(difference, value, policies, names)),
	};
}

/** `segments`: the policy of an experiment that has the field. */
export function fieldWords(
	{ path, skill }: Pick<Difference, 'path' | 'skill'>,
	segments: Experiment['policy'],
	policies: Policies,
	names: SkillNames,
): string {
	const segment = /^policy\[(\d+)\](?:\.(.+))?$/.exec(path);
	if (segment) {
		const index = Number(segment[1]);
		const changed = segments[index] as PolicySegment | undefined;
		if (segment[2] === undefined || !changed) return differences.segmentField({ i: index });
		const title = policies(changed.id)?.title ?? changed.id;
		return differences.setting({
			policy: title,
			step: changed.fromStep,
			setting: settingWords(changed.id, segment[2], policies, names),
		});
	}
	if (skill === undefined) return fields[path] ?? path;
	const [, id = '', field] = /^skills\.([^.]+)(?:\.(.+))?$/.exec(path) ?? [];
	const name = names.get(id.replaceAll('%2E', '.')) ?? skill;
	return field === undefined
		? name
		: differences.skillSetting({ skill: name, field: skillFields[field] ?? field });
}

/** `settings.ratios.add` → the setting's label, and the rest of the path. */
function settingWords(policy: string, path: string, policies: Policies, names: SkillNames): string {
	if (path === 'artefact') return differences.artefact;
	const [, name, ...rest] = path.split('.');
	const label = statementText(policies(policy)?.parameters[name]?.label ?? name);
	return differences.list({ items: [label, ...rest.map((part) => names.get(part) ?? part)] });
}

export function valueWords(
	{ path, values }: Pick<Difference, 'path' | 'values'>,
	value: Json | undefined,
	policies: Policies,
	names: SkillNames,
): string {
	if (value === undefined) return format.none;
	if (path === 'model' || path === 'auxiliary') return modelWords(value as JsonObject, values);
	if (/^policy\[\d+\]$/.test(path))
		return segmentWords(
			value as unknown as PolicySegment,
			values.filter((other) => other !== undefined) as unknown as readonly PolicySegment[],
			policies,
			names,
		);
	if (path === 'skills') return plain(value, names);
	if (/^skills\.[^.]+$/.test(path)) return differences.there;
	if (path.endsWith('.use')) return uses[value as string] ?? plain(value, names);
	if (path.endsWith('.sha256') || path.endsWith('.artefact')) return (value as string).slice(0, 8);
	if (path.endsWith('.settings.ratios')) return settingValue('ratios', value, names);
	if (path.endsWith('.wrongShare')) return differences.share({ value: value as number });
	return plain(value, names);
}

/** The hash distinguishes models of the same name. */
function modelWords({ id, sha256 }: JsonObject, values: Difference['values']): string {
	const namesakes = values.filter((other) => (other as JsonObject | undefined)?.id === id);
	const hashes = new Set(namesakes.map((other) => (other as JsonObject).sha256));
	return hashes.size > 1 ? `${id as string} (${(sha256 as string).slice(0, 8)})` : (id as string);
}

/**
 * The policy, its first step, and its settings that are no defaults, here or in one of `others`
 * with this policy.
 */
export function segmentWords(
	{ id, fromStep, settings }: PolicySegment,
	others: readonly PolicySegment[],
	policies: Policies,
	names: SkillNames,
): string {
	const info = policies(id);
	const all = [settings, ...others.filter((other) => other.id === id).map((each) => each.settings)];
	const changed = all.flatMap(Object.entries<Json>).filter(([name, value]) => {
		const spec = info?.parameters[name];
		return !spec || canonicalJson(value) !== canonicalJson(readDefault(spec));
	});
	const written = [...new Set(changed.map(([name]) => name))].map((name) => {
		const spec = info?.parameters[name];
		const value = settings[name] ?? (spec ? readDefault(spec) : null);
		return `${statementText(spec?.label ?? name)} ${settingValue(name, value, names)}`;
	});
	const title = differences.segment({ step: fromStep, policy: info?.title ?? id });
	return written.length > 0
		? differences.withSettings({ segment: title, settings: written })
		: title;
}

/** Ratios are shown as the shares that a policy makes of them. */
function settingValue(name: string, value: Json, names: SkillNames): string {
	if (name !== 'ratios' || typeof value !== 'object' || value === null) return plain(value, names);
	const ratios = Object.entries(value as Readonly<Record<string, number>>);
	const all = sum(ratios.map(([, ratio]) => ratio));
	if (!(all > 0)) return plain(value, names);
	return differences.list({
		items: ratios.map(([id, ratio]) =>
			differences.ratio({ skill: names.get(id) ?? id, share: ratio / all }),
		),
	});
}

function plain(value: Json, names: SkillNames): string {
	if (typeof value === 'number')
		return Number.isInteger(value) && Math.abs(value) < 1e9
			? format.count(value)
			: format.numberText(value);
	if (typeof value === 'string') return names.get(value) ?? value;
	if (value === null || typeof value === 'boolean') return String(value);
	if (Array.isArray(value))
		return differences.list({
			items: (value as readonly Json[]).map((each) => plain(each, names)),
		});
	return differences.list({
		items: Object.entries(value).map(
			([key, inner]) => `${names.get(key) ?? key} ${settingValue(key, inner, names)}`,
		),
	});
}
