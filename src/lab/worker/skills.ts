/** The lab's skills, built-in and stored ones, and the handlers of the calls that read them. */
import {
	builtinSkills,
	builtinSource,
	shippedSkills,
	type Noise,
} from '#engine/data/builtinSkills.ts';
import type { BuiltinSkill } from '#engine/data/builtinSkill.ts';
import type { Example } from '#engine/data/example.ts';
import { parts, type SkillInfo, type SkillSource } from '#engine/data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { count, data, id, oneOf, optional, type Handlers, type RequestOf } from './calls.ts';

/** The rows of a skill. */
export const rowsRequest = {
	id,
	part: oneOf(parts),
	from: count,
	count,
	version: optional(count),
	noise: optional(data<Noise>()),
};
const requests = { 'skill.list': null, 'skill.rows': rowsRequest };

export const skillCalls = {
	requests,
	handlers: ({ stores }: { readonly stores: LabStores }) =>
		({
			'skill.list': () => listSkills(stores),
			'skill.rows': (request) => readRows(stores, request),
		}) satisfies Handlers<typeof requests>,
};

export async function readRows(
	{ skills }: LabStores,
	{ id, part, from, count, ...choice }: RequestOf<typeof rowsRequest>,
): Promise<readonly Example[]> {
	if (!isBuiltin(id)) return skills.rows(id, part, from, count);
	const rows: Example[] = [];
	for await (const chunk of builtinSource(id, choice).read(part))
		for (const row of chunk) rows.push(row);
	return rows.slice(from, from + count);
}

export const isBuiltin = (id: string): boolean => shippedSkills.some((skill) => skill.id === id);

export async function listSkills({ skills }: LabStores): Promise<SkillInfo[]> {
	return [...shippedInfos(), ...(await skills.list())];
}

const infosOf = (skills: readonly BuiltinSkill[]): SkillInfo[] =>
	skills.map(({ id }) => builtinSource(id).info);

/** The skills of the default experiment. */
export const builtinInfos = () => infosOf(builtinSkills);

/** All that come with the lab, with the general set that is only watched. */
export const shippedInfos = () => infosOf(shippedSkills);

/**
 * undefined: the lab has no such file. The hash may differ. Throws InputError for a built-in skill
 * or a version of it that does not exist.
 */
export const openSkill = async (
	ref: SkillRef,
	{ skills }: LabStores,
): Promise<SkillSource | undefined> =>
	ref.id.startsWith('file:') ? skills.source(ref.id) : builtinSource(ref.id, ref);
